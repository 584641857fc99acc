// DU01: with `&self` of a locked class.
use freehold::prelude::*;

#[pyclass]
struct Countdown {
    left: u64,
}

#[pymethods]
impl Countdown {
    fn __next__(&self) -> Option<u64> {
        Some(self.left)
    }
}

fn main() {}
