//! The same as `Counter`, but for what happens when two threads come at once: the second waits.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use crate::classes::SMALL;

#[pyclass(frozen)]
#[derive(Default)]
pub struct MutexCounter {
    value: Mutex<u64>,
}

impl MutexCounter {
    fn lock(&self, py: Python<'_>) -> MutexGuard<'_, u64> {
        self.value
            .lock_py_attached(py)
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl MutexCounter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[getter]
    fn get_value(&self, py: Python<'_>) -> u64 {
        *self.lock(py)
    }

    #[setter]
    fn set_value(&self, py: Python<'_>, value: u64) {
        *self.lock(py) = value;
    }

    fn peek(&self, py: Python<'_>) -> u64 {
        *self.lock(py) & SMALL
    }

    fn hit(&self, py: Python<'_>) -> u64 {
        let mut value = self.lock(py);
        *value += 1;
        *value & SMALL
    }

    #[pyo3(signature = (other, /))]
    fn absorb(&self, py: Python<'_>, other: &MutexCounter) -> PyResult<()> {
        if std::ptr::eq(self, other) {
            return Err(PyValueError::new_err("absorb() takes another MutexCounter"));
        }
        // In one order for everybody.
        if (&raw const *self) < (&raw const *other) {
            let mut to = self.lock(py);
            *to += std::mem::take(&mut *other.lock(py));
        } else {
            let mut from = other.lock(py);
            *self.lock(py) += std::mem::take(&mut *from);
        }
        Ok(())
    }
}
