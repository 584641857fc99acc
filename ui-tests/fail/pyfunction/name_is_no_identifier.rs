// A name that Python cannot call.
use freehold::prelude::*;

#[pyfunction(name = "times-two")]
fn double(n: i64) -> i64 {
    n * 2
}

#[pyfunction(name = "lambda")]
fn triple(n: i64) -> i64 {
    n * 3
}

fn main() {}
