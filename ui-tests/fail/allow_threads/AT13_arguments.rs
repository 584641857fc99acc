// AT13: it takes no arguments.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads(py)]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
