// PM12: one constructor.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[new]
    fn new() -> Self {
        Self { hits: 0 }
    }

    #[new]
    fn starting_at(hits: u64) -> Self {
        Self { hits }
    }
}

fn main() {}
