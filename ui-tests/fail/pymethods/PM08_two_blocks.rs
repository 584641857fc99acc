// PM08: two blocks of one class.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn x(&self) -> f64 {
        self.x
    }
}

#[pymethods]
impl Point {
    fn twice(&self) -> f64 {
        self.x * 2.0
    }
}

fn main() {}
