// CS06: `&mut self`, but only the other object is locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(other)]
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }
}

fn main() {}
