// PM01: a smart pointer as receiver.
use freehold::prelude::*;
use std::sync::Arc;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn x(self: Arc<Self>) -> f64 {
        self.x
    }
}

fn main() {}
