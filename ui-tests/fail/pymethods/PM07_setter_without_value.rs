// PM07: a setter needs one value.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[setter]
    #[critical_section(self)]
    fn set_hits(&mut self) {
        self.hits = 0;
    }
}

fn main() {}
