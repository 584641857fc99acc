// PC13: on an `impl` block, whose helper attributes are no errors of their own.
use freehold::prelude::*;

struct Counter {
    hits: u64,
}

#[pyclass]
impl Counter {
    #[new]
    fn new() -> Self {
        Self { hits: 0 }
    }

    #[getter]
    fn hits(&self) -> u64 {
        self.hits
    }
}

fn main() {}
