// PM01, PM06, PM07, PM12 and FN03 in one block: all are reported at once, and nothing else.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(_: f64) -> Self {
        Self { x: 0.0 }
    }

    #[new]
    fn other() -> Self {
        Self { x: 1.0 }
    }

    fn into_x(self) -> f64 {
        self.x
    }

    fn zero() -> f64 {
        0.0
    }

    #[setter]
    fn set_y(&self) {}
}

fn main() {}
