// AT03: the same for a parameter.
use freehold::prelude::*;

#[pyclass]
struct Samples {
    values: Vec<f64>,
}

#[pyfunction]
#[allow_threads]
fn total(samples: &Samples) -> f64 {
    samples.values.iter().sum()
}

fn main() {}
