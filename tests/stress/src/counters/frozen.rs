//! Frozen: no lock, an atomic instead.

use std::sync::atomic::{AtomicU64, Ordering};

use freehold::prelude::*;

/// A counter that never locks.
#[pyclass(frozen)]
#[derive(Default)]
pub struct FrozenCounter {
    count: AtomicU64,
}

impl FrozenCounter {
    fn one_more(&self) -> u64 {
        self.count.fetch_add(1, Ordering::Relaxed) + 1
    }
}

#[pymethods]
impl FrozenCounter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn value(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    fn hit(&self) -> u64 {
        self.one_more()
    }

    /// The same detached.
    #[allow_threads]
    fn hit_detached(&self) -> u64 {
        self.one_more()
    }

    #[staticmethod]
    fn hit_static(counter: &FrozenCounter) -> u64 {
        counter.one_more()
    }

    #[getter]
    fn hit_by_reading(&self) -> u64 {
        self.one_more()
    }

    #[setter]
    fn set_hit_by_writing(&self, _value: u64) {
        self.one_more();
    }

    fn __call__(&self) -> u64 {
        self.one_more()
    }

    fn __setitem__(&self, _key: u64, _value: u64) {
        self.one_more();
    }

    fn __len__(&self) -> usize {
        self.one_more() as usize
    }
}
