// FN09: an error that is no exception.
use freehold::prelude::*;

struct Broken;

#[pyfunction]
fn check(n: i64) -> Result<i64, Broken> {
    if n < 0 { Err(Broken) } else { Ok(n) }
}

fn main() {}
