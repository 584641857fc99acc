// Options that mean nothing for a special method.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[freehold(signature = (index = 0))]
    fn __getitem__(&self, index: usize) -> f64 {
        self.x * index as f64
    }

    #[freehold(name = "length")]
    fn __len__(&self) -> usize {
        1
    }
}

fn main() {}
