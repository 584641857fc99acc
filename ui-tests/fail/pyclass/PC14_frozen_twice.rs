// PC14: an option of the class twice.
use freehold::prelude::*;

#[pyclass(frozen, frozen)]
struct Point {
    x: f64,
}

fn main() {}
