// DU08: special methods that come later, and say so.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __add__(&self, other: f64) -> f64 {
        self.x + other
    }

    fn __getattr__(&self, name: String) -> String {
        name
    }
}

fn main() {}
