// CS04: a near miss of `self`.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(slef)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
