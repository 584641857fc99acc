// CS16: the section is that of the block.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section(self)]
impl Counter {
    fn hits(&self) -> &u64 {
        &self.hits
    }
}

fn main() {}
