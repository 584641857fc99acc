// CS11: running Python in an exclusive section would release its lock.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hit(&mut self) {
        Python::attach(|py| drop(py.import("sys")));
        self.hits += 1;
    }
}

fn main() {}
