// A block locks the object of each method.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section(self, other)]
impl Counter {
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }

    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
