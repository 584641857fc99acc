// PC04: not shareable between threads.
use freehold::prelude::*;
use std::cell::Cell;

#[pyclass(frozen)]
struct Counter {
    hits: Cell<u64>,
}

fn main() {}
