// CS13: one payload reference, one handle.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, other)]
    fn absorb(&mut self, other: &Bound<'_, Counter>) {
        let _ = other;
        self.hits += 1;
    }
}

fn main() {}
