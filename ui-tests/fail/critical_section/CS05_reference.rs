// CS05: an expression instead of the parameter's name.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(&self)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
