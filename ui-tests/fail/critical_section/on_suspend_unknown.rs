// An unknown value.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list, on_suspend = "sleep")]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
