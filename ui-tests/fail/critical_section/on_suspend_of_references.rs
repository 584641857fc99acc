// Nothing suspends an exclusive section.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self, on_suspend = "retry")]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
