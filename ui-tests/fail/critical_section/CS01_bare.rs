// CS01: a section that names no object.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
