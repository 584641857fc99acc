// AT13: nor a value.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads = true]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
