// CS08: two sections over handles.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(a)]
#[critical_section(b)]
fn both(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>) -> usize {
    a.len() + b.len()
}

fn main() {}
