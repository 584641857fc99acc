// CS01, CS05 and CS23 in three methods of one block: all are reported at once, and nothing else.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section]
    fn hit(&mut self) {
        self.hits += 1;
    }

    #[critical_section(self.hits)]
    fn reset(&mut self) {
        self.hits = 0;
    }

    #[critical_section(self, timeout = 5)]
    fn hits(&self) -> u64 {
        self.hits
    }
}

fn main() {}
