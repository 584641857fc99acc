// The value as an option.
use freehold::prelude::*;

#[pyclass(rw)]
struct Table {
    rows: u64,
}

fn main() {}
