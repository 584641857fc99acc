// AT02: a Python object cannot be used while detached.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
fn total(numbers: &Bound<'_, PyList>) -> usize {
    let _ = numbers;
    0
}

fn main() {}
