// PC07: objects cannot be confined to one thread.
use freehold::prelude::*;

#[pyclass(unsendable)]
struct Counter {
    hits: u64,
}

fn main() {}
