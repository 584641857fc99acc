// CS04: a near miss of a parameter; the other name is right.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, othr)]
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }
}

fn main() {}
