// CS24: a `const fn` that locks a handle.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
const fn first(list: &Bound<'_, PyList>) -> usize {
    let _ = list;
    0
}

fn main() {}
