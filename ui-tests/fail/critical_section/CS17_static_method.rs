// CS17: `self` in a static method.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[staticmethod]
    #[critical_section(self)]
    fn limit() -> u64 {
        1000
    }
}

fn main() {}
