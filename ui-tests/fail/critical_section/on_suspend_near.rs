// A misspelt value.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list, on_suspend = "retri")]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
