// DU11: one special method twice.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __len__(&self) -> usize {
        1
    }

    #[freehold(name = "__len__")]
    fn length(&self) -> usize {
        self.x as usize
    }
}

fn main() {}
