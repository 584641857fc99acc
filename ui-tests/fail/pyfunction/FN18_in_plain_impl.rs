// FN18: `#[pyfunction]` on a method of a plain block.
use freehold::prelude::*;

struct Counter {
    hits: u64,
}

impl Counter {
    #[pyfunction]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
