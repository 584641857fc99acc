// PM05: as a parameter.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
fn hits(counter: PyRef<'_, Counter>) -> u64 {
    counter.hits
}

fn main() {}
