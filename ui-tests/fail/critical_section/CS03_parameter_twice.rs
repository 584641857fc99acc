// CS03: a parameter is listed twice, below `#[pyfunction]`'s place.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[critical_section(counter, counter)]
#[pyfunction]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

fn main() {}
