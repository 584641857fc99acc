// CS01: a section that names no object, with parentheses, on a function that takes one.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section()]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

fn main() {}
