// PC13: on a function.
use freehold::prelude::*;

#[pyclass]
fn counter() -> u64 {
    0
}

fn main() {}
