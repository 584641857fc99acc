// FN10: the signature misspells a parameter.
use freehold::prelude::*;

#[pyfunction(signature = (count, stat = 0))]
fn ramp(count: i64, start: i64) -> i64 {
    count + start
}

fn main() {}
