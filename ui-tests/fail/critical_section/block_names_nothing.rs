// A bare attribute on a block.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section]
impl Counter {
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
