// AT01: the attributes the other way round, the lifetime left out, a name of the user's own.
use freehold::prelude::*;

#[allow_threads]
#[pyfunction]
fn total(numbers: Vec<f64>, token: Python) -> f64 {
    let _ = token;
    numbers.iter().sum()
}

fn main() {}
