// PM13: near misses of the markers.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[static_method]
    fn origin() -> f64 {
        0.0
    }

    #[gettr]
    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
