// FN06: one object is locked, the other is not.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(left)]
fn copy(left: &mut Counter, right: &Counter) {
    left.hits = right.hits;
}

fn main() {}
