// DU07: `__new__` under its Python name.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn __new__(hits: u64) -> Self {
        Self { hits }
    }
}

fn main() {}
