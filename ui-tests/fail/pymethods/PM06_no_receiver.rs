// PM06: static methods are marked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn limit() -> u64 {
        1000
    }
}

fn main() {}
