// PM06: a receiver where there is no object; and none where there is one.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(&self) -> Self {
        Self { x: self.x }
    }

    #[staticmethod]
    fn origin(&self) -> f64 {
        self.x
    }

    #[getter]
    fn y() -> f64 {
        0.0
    }
}

fn main() {}
