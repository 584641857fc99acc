// The same for a shared reference.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(list)]
fn count(list: &Bound<'_, PyList>, counter: &Counter) -> u64 {
    counter.hits + list.len() as u64
}

fn main() {}
