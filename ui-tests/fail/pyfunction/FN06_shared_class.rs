// FN06: an object of a locked class, read without its lock.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
fn hits(counter: &Counter) -> u64 {
    counter.hits
}

fn main() {}
