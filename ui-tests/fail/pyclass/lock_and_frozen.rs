// Objects that never change need no lock.
use freehold::prelude::*;

#[pyclass(lock = "rw", frozen)]
struct Table {
    rows: u64,
}

fn main() {}
