// PM08: a property and a method of one name, and a getter twice.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[getter]
    #[critical_section(self)]
    fn hits(&self) -> u64 {
        self.hits
    }

    #[getter(hits)]
    #[critical_section(self)]
    fn hits_again(&self) -> u64 {
        self.hits
    }

    #[freehold(name = "hits")]
    #[critical_section(self)]
    fn count(&self) -> u64 {
        self.hits
    }
}

fn main() {}
