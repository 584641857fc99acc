// PM10: Python sees no traits.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Clone for Point {
    fn clone(&self) -> Self {
        Self { x: self.x }
    }
}

fn main() {}
