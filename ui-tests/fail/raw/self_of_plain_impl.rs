// `self` of a block that Freehold does not export.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

impl Counter {
    #[critical_section(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }

    #[critical_section(list, self)]
    fn add(&self, list: &Bound<'_, PyList>) -> u64 {
        self.hits + list.len() as u64
    }
}

fn main() {}
