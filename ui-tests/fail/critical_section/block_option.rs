// Options belong to methods; above `#[pymethods]` too.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[critical_section(self, on_suspend = "error")]
#[pymethods]
impl Counter {
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
