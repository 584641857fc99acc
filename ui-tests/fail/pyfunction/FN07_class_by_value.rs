// FN07: a class by value, without the option that allows it.
use freehold::prelude::*;

#[pyclass]
#[derive(Clone)]
struct Counter {
    hits: u64,
}

#[pyfunction]
fn hits(counter: Counter) -> u64 {
    counter.hits
}

fn main() {}
