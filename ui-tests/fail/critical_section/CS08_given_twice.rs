// CS08: the same section twice.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    #[critical_section(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
