// CS15: a section over a handle, detached.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
#[allow_threads]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
