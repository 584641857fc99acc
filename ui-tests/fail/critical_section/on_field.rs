// On a field.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    #[critical_section]
    hits: u64,
}

fn main() {}
