// FN12: separators out of place.
use freehold::prelude::*;

#[pyfunction(signature = (a, *, b, /))]
fn mixed(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction(signature = (/, a))]
fn first(a: i64) -> i64 {
    a
}

#[pyfunction(signature = (a, *))]
fn last(a: i64) -> i64 {
    a
}

#[pyfunction(signature = (a, 1))]
fn literal(a: i64) -> i64 {
    a
}

fn main() {}
