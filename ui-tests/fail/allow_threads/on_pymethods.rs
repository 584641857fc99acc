// On the whole block.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
#[allow_threads]
impl Point {
    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
