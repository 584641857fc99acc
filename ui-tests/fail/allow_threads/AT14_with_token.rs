// The form with a token comes later, and says so.
use freehold::prelude::*;

#[allow_threads]
fn double(py: Python<'_>, n: i64) -> i64 {
    let _ = py;
    n * 2
}

fn main() {}
