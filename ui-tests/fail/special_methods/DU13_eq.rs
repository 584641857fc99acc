// DU13: so does a comparison.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __eq__(&self, other: &Self) -> i32 {
        i32::from(self.x == other.x)
    }
}

fn main() {}
