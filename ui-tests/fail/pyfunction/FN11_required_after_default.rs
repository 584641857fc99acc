// FN11: a required parameter after one with a default.
use freehold::prelude::*;

#[pyfunction(signature = (a = 1, b))]
fn add(a: i64, b: i64) -> i64 {
    a + b
}

fn main() {}
