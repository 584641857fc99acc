// A name that Python cannot call.
use freehold::prelude::*;

#[pyclass(name = "my counter")]
struct Counter {
    hits: u64,
}

fn main() {}
