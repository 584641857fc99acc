// Markers of methods on a field.
use freehold::prelude::*;

#[pyclass]
struct Point {
    #[getter]
    x: f64,
    #[setter]
    y: f64,
}

fn main() {}
