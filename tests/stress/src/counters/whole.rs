//! A block whose methods all lock, without saying so one by one.

use freehold::prelude::*;

use crate::steps::one_more;

/// A counter whose class locks.
#[pyclass]
#[derive(Default)]
pub struct WholeCounter {
    count: u64,
}

#[pymethods]
#[critical_section(self)]
impl WholeCounter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn value(&self) -> u64 {
        self.count
    }

    fn hit(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    /// Static methods lock what they name.
    #[staticmethod]
    #[critical_section(counter)]
    fn hit_static(counter: &mut WholeCounter) -> u64 {
        one_more(&mut counter.count)
    }

    #[getter]
    fn hit_by_reading(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    #[setter]
    fn set_hit_by_writing(&mut self, _value: u64) {
        one_more(&mut self.count);
    }

    fn __call__(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    fn __setitem__(&mut self, _key: u64, _value: u64) {
        one_more(&mut self.count);
    }

    fn __len__(&mut self) -> usize {
        one_more(&mut self.count) as usize
    }
}
