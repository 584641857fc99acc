// On the block of a type without `#[pyclass]`.
use freehold::prelude::*;

struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
