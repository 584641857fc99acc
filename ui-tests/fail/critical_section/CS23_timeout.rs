// CS23: sections cannot time out.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, timeout = 1)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
