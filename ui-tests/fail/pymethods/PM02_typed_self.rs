// PM02: the same, written as a type, in a getter.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[getter]
    fn hits(self: &Self) -> u64 {
        self.hits
    }
}

fn main() {}
