// FN19: Python cannot uphold an unsafe contract.
use freehold::prelude::*;

#[pyfunction]
unsafe fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
