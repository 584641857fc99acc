// DU02: in a frozen class.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Range {
    end: u64,
}

#[pymethods]
impl Range {
    fn __iter__(&self) -> &Range {
        self
    }
}

fn main() {}
