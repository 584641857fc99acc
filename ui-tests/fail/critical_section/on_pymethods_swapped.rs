// On the whole block, above `#[pymethods]`.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[critical_section(self)]
#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
