// An unknown lock.
use freehold::prelude::*;

#[pyclass(lock = "spin")]
struct Table {
    rows: u64,
}

fn main() {}
