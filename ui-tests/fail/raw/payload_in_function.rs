// References to values of classes, in functions that Freehold does not export.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[critical_section(counter)]
fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

#[critical_section(list, counter)]
fn read(list: &Bound<'_, PyList>, counter: &Counter) -> u64 {
    counter.hits + list.len() as u64
}

fn main() {}
