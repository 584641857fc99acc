// PM03: in a setter.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[setter]
    fn set_hits(&mut self, hits: u64) {
        self.hits = hits;
    }
}

fn main() {}
