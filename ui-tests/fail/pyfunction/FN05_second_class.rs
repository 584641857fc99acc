// FN05: one object is locked, the other is not.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(left)]
fn swap(left: &mut Counter, right: &mut Counter) {
    std::mem::swap(&mut left.hits, &mut right.hits);
}

fn main() {}
