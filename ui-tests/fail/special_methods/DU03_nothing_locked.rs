// DU03: nothing is locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn __eq__(&self, other: &Counter) -> bool {
        self.hits == other.hits
    }
}

fn main() {}
