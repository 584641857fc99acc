// Sections over handles come later, and say so.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
