// The spelling of Cython.
use freehold::prelude::*;

#[pyfunction(nogil)]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
