//! The iterator that PyO3's guide shows failing without the GIL: `__next__(&mut self)` on a shared object.

use freehold::prelude::*;

/// The numbers from 0 up to `end`. Threads may share one: each number goes to one of them.
#[pyclass]
pub struct Numbers {
    next: u64,
    end: u64,
}

#[pymethods]
impl Numbers {
    #[new]
    fn new(end: u64) -> Self {
        Numbers { next: 0, end }
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> Option<u64> {
        let number = self.next;
        if number == self.end {
            return None;
        }
        self.next += 1;
        Some(number)
    }
}
