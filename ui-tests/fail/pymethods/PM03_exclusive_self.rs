// PM03: no exclusive access.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
