// FN10: the signature leaves a parameter out.
use freehold::prelude::*;

#[pyfunction(signature = (a))]
fn add(a: i64, b: i64) -> i64 {
    a + b
}

fn main() {}
