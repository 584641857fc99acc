// AT02 in the closure form.
use freehold::prelude::*;

#[pyfunction]
fn length(py: Python<'_>, list: &Bound<'_, PyList>) -> usize {
    py.detach(|| list.len())
}

fn main() {}
