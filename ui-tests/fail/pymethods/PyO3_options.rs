// The spelling of PyO3.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[pyo3(signature = (by = 1.0))]
    fn shifted(&self, by: f64) -> f64 {
        self.x + by
    }
}

fn main() {}
