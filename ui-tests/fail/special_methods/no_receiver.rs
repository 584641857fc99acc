// A special method belongs to an object.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __len__() -> usize {
        2
    }
}

fn main() {}
