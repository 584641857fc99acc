// CS01: a bare attribute on a function that takes a handle.
use freehold::prelude::*;

#[pyfunction]
#[critical_section]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
