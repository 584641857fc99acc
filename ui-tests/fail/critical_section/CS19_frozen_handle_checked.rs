// CS19: the same where suspensions are an error.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pyfunction]
#[critical_section(point, on_suspend = "error")]
fn x_of(point: &Bound<'_, Point>) -> f64 {
    point.get().x
}

fn main() {}
