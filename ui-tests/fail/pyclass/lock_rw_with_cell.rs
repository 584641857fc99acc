// Readers side by side need fields that can be shared.
use freehold::prelude::*;
use std::cell::Cell;

#[pyclass(lock = "rw")]
struct Table {
    rows: Cell<u64>,
}

fn main() {}
