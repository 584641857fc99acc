// CS02: three handles.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(a, b, c)]
fn all(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>, c: &Bound<'_, PyList>) -> usize {
    a.len() + b.len() + c.len()
}

fn main() {}
