// A reference to an object cannot have a default.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pyfunction(signature = (point = None))]
fn x_of(point: &Point) -> f64 {
    point.x
}

fn main() {}
