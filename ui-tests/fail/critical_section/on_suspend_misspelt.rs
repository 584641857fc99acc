// A misspelt option.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list, on_suspnd = "retry")]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
