// PM02: in each of three methods; the last is right.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn hits(&self) -> u64 {
        self.hits
    }

    fn is_zero(&self) -> bool {
        self.hits == 0
    }

    #[critical_section(self)]
    fn twice(&self) -> u64 {
        self.hits * 2
    }
}

fn main() {}
