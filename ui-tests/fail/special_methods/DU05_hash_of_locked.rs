// DU05: the hash may change inside a dict.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn __hash__(&self) -> u64 {
        self.hits
    }
}

fn main() {}
