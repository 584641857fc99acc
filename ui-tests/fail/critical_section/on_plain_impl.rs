// On a block whose methods Python does not call.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[critical_section(self)]
impl Counter {
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
