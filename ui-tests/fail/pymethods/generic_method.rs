// FN01 in a method.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn pair<T>(&self, other: T) -> f64 {
        let _ = other;
        self.x
    }
}

fn main() {}
