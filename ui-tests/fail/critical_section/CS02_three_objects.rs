// CS02: three objects.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, left, right)]
    fn gather(&mut self, left: &mut Counter, right: &mut Counter) {
        self.hits += left.hits + right.hits;
    }
}

fn main() {}
