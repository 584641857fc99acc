// AT04: the same for a parameter.
use freehold::prelude::*;

#[pyclass]
struct Samples {
    values: Vec<f64>,
}

#[allow_threads]
#[pyfunction]
fn sort(samples: &mut Samples) {
    samples.values.sort_by(f64::total_cmp);
}

fn main() {}
