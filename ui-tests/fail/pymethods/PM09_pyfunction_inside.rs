// PM09: methods are exported already.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[pyfunction]
    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
