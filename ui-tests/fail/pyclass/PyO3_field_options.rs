// The spelling of PyO3, on a field.
use freehold::prelude::*;

#[pyclass]
struct Point {
    #[pyo3(get, set)]
    x: f64,
}

fn main() {}
