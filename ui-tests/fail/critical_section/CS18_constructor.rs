// CS18: nobody else has the object that `#[new]` makes.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[new]
    #[critical_section(self)]
    fn new() -> Self {
        Self { hits: 0 }
    }
}

fn main() {}
