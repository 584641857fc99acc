// What may be `None` has nothing to lock.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
fn first(list: Option<&Bound<'_, PyList>>) -> usize {
    list.map_or(0, |list| list.len())
}

fn main() {}
