// PyO3's older name of `py.detach`.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyfunction]
fn total(py: Python<'_>, numbers: Vec<f64>) -> f64 {
    py.allow_threads(|| numbers.iter().sum())
}

fn main() {}
