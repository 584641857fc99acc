// Markers of methods on a function.
use freehold::prelude::*;

#[pyfunction]
#[staticmethod]
fn double(n: i64) -> i64 {
    n * 2
}

#[getter]
#[pyfunction]
fn triple(n: i64) -> i64 {
    n * 3
}

fn main() {}
