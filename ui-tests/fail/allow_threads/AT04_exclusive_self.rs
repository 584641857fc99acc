// AT04: no lock survives detaching.
use freehold::prelude::*;

#[pyclass]
struct Samples {
    values: Vec<f64>,
}

#[pymethods]
impl Samples {
    #[allow_threads]
    fn sort(&mut self) {
        self.values.sort_by(f64::total_cmp);
    }
}

fn main() {}
