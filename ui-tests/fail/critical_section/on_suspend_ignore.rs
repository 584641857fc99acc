// What happens anyway.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list, on_suspend = "ignore")]
fn first(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
