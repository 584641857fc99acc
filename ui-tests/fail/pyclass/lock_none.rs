// No lock.
use freehold::prelude::*;

#[pyclass(lock = "none")]
struct Table {
    rows: u64,
}

fn main() {}
