// CS19: the same for a parameter.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pyfunction]
#[critical_section(point)]
fn x_of(point: &Point) -> f64 {
    point.x
}

fn main() {}
