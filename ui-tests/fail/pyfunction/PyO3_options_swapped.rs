// The spelling of PyO3, above `#[pyfunction]`.
use freehold::prelude::*;

#[pyo3(name = "twice")]
#[pyfunction]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
