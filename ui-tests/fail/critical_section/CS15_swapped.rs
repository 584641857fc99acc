// CS15: the attributes the other way round, on a function.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[allow_threads]
#[pyfunction]
#[critical_section(counter)]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

fn main() {}
