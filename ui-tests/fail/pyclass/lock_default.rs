// What is there without the option.
use freehold::prelude::*;

#[pyclass(lock = "mutex")]
struct Table {
    rows: u64,
}

fn main() {}
