// CS03: `self` is listed twice.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, self)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
