// On something else.
use freehold::prelude::*;

#[pyfunction]
struct Counter {
    #[freehold(get)]
    hits: u64,
}

fn main() {}
