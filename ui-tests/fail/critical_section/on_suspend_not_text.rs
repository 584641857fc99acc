// A value without quotes.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list, on_suspend = retry)]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
