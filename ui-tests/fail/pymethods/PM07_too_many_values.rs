// PM07: too many for a setter, and any for a getter.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[getter]
    #[critical_section(self)]
    fn hits(&self, base: u64) -> u64 {
        self.hits + base
    }

    #[setter]
    #[critical_section(self)]
    fn set_hits(&mut self, hits: u64, base: u64) {
        self.hits = hits + base;
    }
}

fn main() {}
