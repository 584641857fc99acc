// DU08: near to nothing.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    fn __frobnicate__(&self) -> usize {
        self.items.len()
    }
}

fn main() {}
