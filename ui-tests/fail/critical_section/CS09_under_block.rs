// CS09: the section is that of the block.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section(self)]
impl Counter {
    fn hit(&mut self, py: Python<'_>) {
        let _ = py;
        self.hits += 1;
    }
}

fn main() {}
