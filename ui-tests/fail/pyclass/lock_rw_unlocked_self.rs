// Readers lock too.
use freehold::prelude::*;

#[pyclass(lock = "rw")]
struct Table {
    rows: u64,
}

#[pymethods]
impl Table {
    fn rows(&self) -> u64 {
        self.rows
    }
}

fn main() {}
