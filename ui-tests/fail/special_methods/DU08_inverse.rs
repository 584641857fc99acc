// DU08: a special method that Python derives.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __ne__(&self, other: &Self) -> bool {
        self.x != other.x
    }
}

fn main() {}
