// CS14: a section over a handle across `.await`.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
async fn first(list: Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
