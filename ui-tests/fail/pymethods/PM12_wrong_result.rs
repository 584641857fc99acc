// What `#[new]` returns.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[new]
    fn new() -> u64 {
        0
    }
}

fn main() {}
