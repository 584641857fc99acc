// A reference beside a handle that is locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(list)]
fn count(list: &Bound<'_, PyList>, counter: &mut Counter) {
    counter.hits += list.len() as u64;
}

fn main() {}
