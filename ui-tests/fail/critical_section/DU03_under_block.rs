// DU03: of methods that are not special, the block locks the object alone.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
#[critical_section(self)]
impl Counter {
    fn same(&self, other: &Self) -> bool {
        self.hits == other.hits
    }
}

fn main() {}
