// CS09: the same in a function, with the lifetime left out and the attributes swapped.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[critical_section(counter)]
#[pyfunction]
fn reset(token: Python, counter: &mut Counter) {
    let _ = token;
    counter.hits = 0;
}

fn main() {}
