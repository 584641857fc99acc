// Without quotes.
use freehold::prelude::*;

#[pyclass(lock = rw)]
struct Table {
    rows: u64,
}

fn main() {}
