// On a class.
use freehold::prelude::*;

#[critical_section]
#[pyclass]
struct Counter {
    hits: u64,
}

fn main() {}
