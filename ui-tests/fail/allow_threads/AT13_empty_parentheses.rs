// AT13: nor empty parentheses.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads()]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
