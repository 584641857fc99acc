// DU01: iterators are shared too.
use freehold::prelude::*;

#[pyclass]
struct Countdown {
    left: u64,
}

#[pymethods]
impl Countdown {
    fn __next__(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }
}

fn main() {}
