// CS09: a Python token under an exclusive lock.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hit(&mut self, py: Python<'_>) -> PyResult<()> {
        self.hits += 1;
        py.import("sys").map(drop)
    }
}

fn main() {}
