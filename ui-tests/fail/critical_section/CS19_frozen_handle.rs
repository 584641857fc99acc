// CS19: a handle of a frozen class.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pyfunction]
#[critical_section(point)]
fn x_of(point: &Bound<'_, Point>) -> f64 {
    point.get().x
}

fn main() {}
