// On a function that Python does not call.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[critical_section(counter)]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

fn main() {}
