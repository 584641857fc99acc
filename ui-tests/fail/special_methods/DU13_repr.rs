// DU13: `__repr__` returns text.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __repr__(&self) -> f64 {
        self.x
    }
}

fn main() {}
