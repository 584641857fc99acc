// On a method of a block without `#[pymethods]`.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

impl Counter {
    #[critical_section(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
