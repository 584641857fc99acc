// On something else.
use freehold::prelude::*;

#[pymethods]
struct Point {
    x: f64,
}

fn main() {}
