// Markers on special methods.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[staticmethod]
    fn __len__() -> usize {
        2
    }

    #[getter]
    fn __repr__(&self) -> String {
        self.x.to_string()
    }
}

fn main() {}
