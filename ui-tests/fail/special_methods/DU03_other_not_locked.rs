// DU03: only `self` is locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn __eq__(&self, other: &Self) -> bool {
        self.hits == other.hits
    }
}

fn main() {}
