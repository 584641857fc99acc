// CS07: a class taken by value is a copy, which nobody else reaches.
use freehold::prelude::*;

#[pyclass(from_py_object)]
#[derive(Clone)]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(counter)]
fn hits(counter: Counter) -> u64 {
    counter.hits
}

fn main() {}
