// A near miss of `same`, and an option that there is not.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, other, sme = Self::double)]
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }

    #[critical_section(self, order = "address")]
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
