// PC05: with methods, a constructor and an accessor: one message.
use freehold::prelude::*;
use std::rc::Rc;

#[pyclass]
struct Counter {
    #[freehold(get, set)]
    step: u64,
    hits: Rc<u64>,
}

#[pymethods]
impl Counter {
    #[new]
    fn new() -> Self {
        Self { step: 1, hits: Rc::new(0) }
    }

    #[critical_section(self)]
    fn hits(&self) -> u64 {
        *self.hits * self.step
    }
}

fn main() {}
