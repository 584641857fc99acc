// A default that is not of the parameter's type.
use freehold::prelude::*;

#[pyfunction(signature = (n = "one"))]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
