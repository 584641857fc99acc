// PM12: two marks that contradict, and one twice.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[new]
    #[staticmethod]
    fn new() -> Self {
        Self { hits: 0 }
    }

    #[staticmethod]
    #[staticmethod]
    fn limit() -> u64 {
        1000
    }
}

fn main() {}
