// PM13: arguments that a marker does not take.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[new(x)]
    fn new(x: f64) -> Self {
        Self { x }
    }

    #[getter("x", "y")]
    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
