// FN05: two objects are locked, a third is not.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(left, right)]
fn rotate(left: &mut Counter, right: &mut Counter, third: &mut Counter) {
    std::mem::swap(&mut left.hits, &mut right.hits);
    std::mem::swap(&mut right.hits, &mut third.hits);
}

fn main() {}
