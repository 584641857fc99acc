// The same in the other order.
use freehold::prelude::*;

#[pyclass(frozen, lock = "rw")]
struct Table {
    rows: u64,
}

fn main() {}
