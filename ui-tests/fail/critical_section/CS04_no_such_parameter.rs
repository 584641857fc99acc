// CS04: a name that is near to nothing.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(mutex)]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

fn main() {}
