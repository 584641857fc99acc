// FN01: a generic function.
use freehold::prelude::*;

#[pyfunction]
fn first<T>(items: Vec<T>) -> usize {
    items.len()
}

fn main() {}
