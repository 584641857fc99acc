// A block without `#[pymethods]`: each marker says where it belongs.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

impl Point {
    #[new]
    fn new(x: f64) -> Self {
        Self { x }
    }

    #[getter]
    fn x(&self) -> f64 {
        self.x
    }

    #[freehold(name = "move")]
    fn move_(&self) {}
}

fn main() {}
