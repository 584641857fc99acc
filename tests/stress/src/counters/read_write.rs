//! `lock = "rw"`: readers side by side, writers alone.

use freehold::prelude::*;

use crate::steps::one_more;

/// A counter that only writers change.
#[pyclass(lock = "rw")]
#[derive(Default)]
pub struct ReadWriteCounter {
    #[freehold(get, set)]
    count: u64,
}

#[pymethods]
impl ReadWriteCounter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn value(&self) -> u64 {
        self.count
    }

    #[critical_section(self)]
    fn hit(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    #[staticmethod]
    #[critical_section(counter)]
    fn hit_static(counter: &mut ReadWriteCounter) -> u64 {
        one_more(&mut counter.count)
    }

    #[getter]
    #[critical_section(self)]
    fn hit_by_reading(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    #[setter]
    #[critical_section(self)]
    fn set_hit_by_writing(&mut self, _value: u64) {
        one_more(&mut self.count);
    }

    #[critical_section(self)]
    fn __call__(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, _key: u64, _value: u64) {
        one_more(&mut self.count);
    }

    #[critical_section(self)]
    fn __len__(&mut self) -> usize {
        one_more(&mut self.count) as usize
    }
}
