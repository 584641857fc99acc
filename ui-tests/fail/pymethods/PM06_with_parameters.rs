// PM06: with parameters; and a constructor that is not marked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn new(hits: u64) -> Self {
        Self { hits }
    }

    fn add(py: Python<'_>, a: u64, b: u64) -> u64 {
        let _ = py;
        a + b
    }
}

fn main() {}
