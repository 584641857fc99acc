// FN10: the signature is no list.
use freehold::prelude::*;

#[pyfunction(signature = "a, b = 1")]
fn add(a: i64, b: i64) -> i64 {
    a + b
}

fn main() {}
