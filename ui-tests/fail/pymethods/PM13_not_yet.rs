// PM13: attributes of PyO3 that come later.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[classmethod]
    fn origin() -> f64 {
        0.0
    }

    #[classattr]
    const ZERO: f64 = 0.0;
}

fn main() {}
