// CS15: detaching releases every section.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    #[allow_threads]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
