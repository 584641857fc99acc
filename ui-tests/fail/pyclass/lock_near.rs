// Another spelling.
use freehold::prelude::*;

#[pyclass(lock = "RwLock")]
struct Table {
    rows: u64,
}

fn main() {}
