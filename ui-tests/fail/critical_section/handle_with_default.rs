// What is locked has no default.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
#[freehold(signature = (list = None))]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
