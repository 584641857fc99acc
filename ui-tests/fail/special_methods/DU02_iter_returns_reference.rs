// DU02: `__iter__` must return the object.
use freehold::prelude::*;

#[pyclass]
struct Countdown {
    left: u64,
}

#[pymethods]
impl Countdown {
    #[critical_section(self)]
    fn __iter__(&self) -> &Self {
        self
    }
}

fn main() {}
