// The spelling of PyO3, on the class.
use freehold::prelude::*;

#[pyclass]
#[pyo3(frozen)]
struct Point {
    x: f64,
}

fn main() {}
