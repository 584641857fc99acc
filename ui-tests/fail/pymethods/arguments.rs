// `#[pymethods]` takes none.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods(frozen)]
impl Point {
    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
