// AT03: `self` that threads cannot share.
use freehold::prelude::*;

use std::cell::Cell;

struct Counter(Cell<u64>);

impl Counter {
    #[allow_threads]
    fn hits(&self, py: Python<'_>) -> u64 {
        self.0.get()
    }
}

fn main() {}
