// CS24: a lock is taken at run time.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    const fn hits(&self) -> u64 {
        self.hits
    }
}

fn main() {}
