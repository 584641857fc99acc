// FN04: a pattern instead of a name.
use freehold::prelude::*;

#[pyfunction]
fn add((a, b): (i32, i32)) -> i32 {
    a + b
}

fn main() {}
