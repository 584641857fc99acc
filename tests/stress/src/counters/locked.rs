//! The default: the object's own lock, in exclusive sections.

use freehold::prelude::*;

use crate::steps::one_more;

/// A counter under its object's lock.
#[pyclass]
#[derive(Default)]
pub struct LockedCounter {
    #[freehold(get, set)]
    count: u64,
}

#[pymethods]
impl LockedCounter {
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
    fn hit_static(counter: &mut LockedCounter) -> u64 {
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

/// A function that locks its argument.
#[pyfunction]
#[critical_section(counter)]
pub fn bump(counter: &mut LockedCounter) -> u64 {
    one_more(&mut counter.count)
}
