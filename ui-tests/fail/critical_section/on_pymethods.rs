// On the whole block.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section(self)]
impl Counter {
    #[critical_section(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
