// AT13: takes no arguments.
use freehold::prelude::*;

#[allow_threads(py)]
fn double(py: Python<'_>, n: i64) -> i64 {
    n * 2
}

fn main() {}
