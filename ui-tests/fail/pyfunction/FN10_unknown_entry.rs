// FN10: the signature names what is not there.
use freehold::prelude::*;

#[pyfunction(signature = (a, b, z))]
fn add(a: i64, b: i64) -> i64 {
    a + b
}

fn main() {}
