// PM02: read without its lock.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn hits(&self) -> u64 {
        self.hits
    }
}

fn main() {}
