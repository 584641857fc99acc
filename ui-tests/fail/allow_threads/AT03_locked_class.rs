// AT03: the object would be read without its lock.
use freehold::prelude::*;

#[pyclass]
struct Samples {
    values: Vec<f64>,
}

#[pymethods]
impl Samples {
    #[allow_threads]
    fn total(&self) -> f64 {
        self.values.iter().sum()
    }
}

fn main() {}
