// `#[allow_threads]` twice.
use freehold::prelude::*;

#[allow_threads]
#[allow_threads]
fn double(py: Python<'_>, n: i64) -> i64 {
    n * 2
}

fn main() {}
