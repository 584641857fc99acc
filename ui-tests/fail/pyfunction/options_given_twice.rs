// One option in two attributes.
use freehold::prelude::*;

#[pyfunction(name = "twice")]
#[freehold(name = "duplicate")]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
