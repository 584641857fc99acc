// Near misses of the options, and one that there is not.
use freehold::prelude::*;

#[pyfunction(nam = "twice", signatur = (n))]
fn double(n: i64) -> i64 {
    n * 2
}

#[pyfunction(cache)]
fn triple(n: i64) -> i64 {
    n * 3
}

fn main() {}
