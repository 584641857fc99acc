// AT01: there is no interpreter while detached.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
fn total(py: Python<'_>, numbers: Vec<f64>) -> f64 {
    let _ = py;
    numbers.iter().sum()
}

fn main() {}
