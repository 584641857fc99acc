// The spelling of PyO3.
use freehold::prelude::*;

#[pyfunction]
#[pyo3(signature = (n = 1))]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
