// DU07: `__init__` may run twice.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn __init__(&mut self, hits: u64) {
        self.hits = hits;
    }
}

fn main() {}
