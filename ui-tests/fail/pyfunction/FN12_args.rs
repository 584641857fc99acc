// FN12: so does `*args`.
use freehold::prelude::*;

#[pyfunction(signature = (first, *args))]
fn count(first: i64, args: Vec<i64>) -> i64 {
    first + args.len() as i64
}

fn main() {}
