// The proof of a section: there is none while detached.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
fn total(proof: NoSuspend<'_>, numbers: Vec<f64>) -> f64 {
    let _ = proof;
    numbers.iter().sum()
}

fn main() {}
