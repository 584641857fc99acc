// A locked parameter cannot have a default.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, other)]
    #[freehold(signature = (other = None))]
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }
}

fn main() {}
