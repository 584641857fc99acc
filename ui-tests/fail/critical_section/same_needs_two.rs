// `same` with one object.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, same = Self::double)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

impl Counter {
    fn double(&mut self) {
        self.hits *= 2;
    }
}

fn main() {}
