// FN10: the signature names a parameter twice.
use freehold::prelude::*;

#[pyfunction(signature = (a, b, a = 1))]
fn add(a: i64, b: i64) -> i64 {
    a + b
}

fn main() {}
