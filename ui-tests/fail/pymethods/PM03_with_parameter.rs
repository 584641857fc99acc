// PM03: with a second object, which needs a lock too: one proposal.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }
}

fn main() {}
