// Field options in a struct without `#[pyclass]`.
use freehold::prelude::*;

#[freehold(frozen)]
struct Point {
    x: f64,
}

fn main() {}
