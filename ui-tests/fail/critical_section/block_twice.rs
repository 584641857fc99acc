// Given twice on one block.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section(self)]
#[critical_section(self)]
impl Counter {
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
