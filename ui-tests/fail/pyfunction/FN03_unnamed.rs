// FN03: an argument without a name.
use freehold::prelude::*;

#[pyfunction]
fn one(_: i32) -> i32 {
    1
}

fn main() {}
