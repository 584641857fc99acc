// FN13: the token is one parameter.
use freehold::prelude::*;

#[allow_threads]
fn double(py: Python<'_>, token: Python<'_>, n: i64) -> i64 {
    n * 2
}

fn main() {}
