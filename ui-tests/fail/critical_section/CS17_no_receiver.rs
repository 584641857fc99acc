// CS17: `self` in a function that has none.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(self)]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

fn main() {}
