//! Fields that are always equal, for whoever holds the lock.

use freehold::prelude::*;
use freehold::sync::PyMutex;

use crate::steps::pause;

/// What is written in two steps.
#[derive(Clone, Default)]
struct Fields {
    first: u64,
    second: u64,
}

impl Fields {
    fn set(&mut self, value: u64) {
        self.first = value;
        pause(&mut *self);
        self.second = value;
    }

    fn is_whole(&self) -> bool {
        let first = self.first;
        pause(self);
        first == self.second
    }
}

/// Under the object's lock, and with a property that generated code reads and writes.
#[pyclass(from_py_object)]
#[derive(Clone, Default)]
pub struct LockedPair {
    fields: Fields,
    #[freehold(get, set)]
    both: (u64, u64),
}

#[pymethods]
impl LockedPair {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn set(&mut self, value: u64) {
        self.fields.set(value);
    }

    #[critical_section(self)]
    fn is_whole(&self) -> bool {
        self.fields.is_whole()
    }
}

/// Compares in a copy that is made under the lock.
#[pyfunction]
pub fn read_by_value(pair: LockedPair) -> bool {
    pair.fields.is_whole() && pair.both.0 == pair.both.1
}

/// Readers side by side.
#[pyclass(lock = "rw", from_py_object)]
#[derive(Clone, Default)]
pub struct ReadWritePair {
    fields: Fields,
    #[freehold(get, set)]
    both: (u64, u64),
}

#[pymethods]
impl ReadWritePair {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn set(&mut self, value: u64) {
        self.fields.set(value);
    }

    #[critical_section(self)]
    fn is_whole(&self) -> bool {
        self.fields.is_whole()
    }
}

/// In a mutex.
#[pyclass(frozen)]
pub struct MutexPair {
    fields: PyMutex<(Fields, (u64, u64))>,
}

#[pymethods]
impl MutexPair {
    #[new]
    fn new() -> Self {
        MutexPair {
            fields: PyMutex::default(),
        }
    }

    fn set(&self, py: Python<'_>, value: u64) {
        self.fields.with_mut(py, |fields| fields.0.set(value));
    }

    fn is_whole(&self, py: Python<'_>) -> bool {
        self.fields.lock(py).0.is_whole()
    }

    #[getter]
    fn both(&self, py: Python<'_>) -> (u64, u64) {
        self.fields.with(py, |fields| fields.1)
    }

    #[setter]
    fn set_both(&self, py: Python<'_>, both: (u64, u64)) {
        self.fields.lock(py).1 = both;
    }
}

/// By handles: written and read in several blocks of one section, in which nothing suspends it.
#[pyclass]
#[derive(Default)]
pub struct HandlePair {
    fields: Fields,
    #[freehold(get, set)]
    both: (u64, u64),
}

#[pymethods]
impl HandlePair {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(slf)]
    fn set(slf: &Bound<'_, Self>, value: u64) {
        slf.with_mut(|this| this.fields.first = value);
        slf.with_mut(|this| this.fields.second = value);
    }

    #[critical_section(slf)]
    fn is_whole(slf: &Bound<'_, Self>) -> bool {
        let first = slf.with(|this| this.fields.first);
        slf.with(|this| this.fields.second) == first
    }
}
