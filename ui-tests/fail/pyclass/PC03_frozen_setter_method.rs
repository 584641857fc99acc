// PC03: a setter method with `&mut self` on a frozen class.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[setter]
    fn set_x(&mut self, x: f64) {
        self.x = x;
    }
}

fn main() {}
