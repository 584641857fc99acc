// DU13: `__next__` must be able to end.
use freehold::prelude::*;

#[pyclass]
struct Countdown {
    left: u64,
}

#[pymethods]
impl Countdown {
    #[critical_section(self)]
    fn __next__(&mut self) -> u64 {
        self.left -= 1;
        self.left
    }
}

fn main() {}
