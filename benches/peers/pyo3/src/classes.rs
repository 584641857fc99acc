//! Objects: with PyO3's borrow flag, never changed, sequences, iterators, and one that is mostly read.

use std::sync::{PoisonError, RwLock};

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::RwLockExt;

/// As many bits as are kept of what is returned, so that it is an integer that Python need not allocate.
pub const SMALL: u64 = 127;

#[pyclass(frozen)]
pub struct Frozen {
    value: u64,
}

#[pymethods]
impl Frozen {
    #[new]
    #[pyo3(signature = (value = 0))]
    fn new(value: u64) -> Self {
        Frozen { value }
    }

    fn peek(&self) -> u64 {
        self.value & SMALL
    }
}

/// Two threads at once: the second gets a `RuntimeError`.
#[pyclass]
#[derive(Default)]
pub struct Counter {
    #[pyo3(get, set)]
    value: u64,
}

#[pymethods]
impl Counter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn peek(&self) -> u64 {
        self.value & SMALL
    }

    fn hit(&mut self) -> u64 {
        self.value += 1;
        self.value & SMALL
    }

    #[pyo3(signature = (other, /))]
    fn absorb(slf: &Bound<'_, Self>, other: &Bound<'_, Self>) -> PyResult<()> {
        if slf.is(other) {
            return Err(PyValueError::new_err("absorb() takes another Counter"));
        }
        slf.try_borrow_mut()?.value += std::mem::take(&mut other.try_borrow_mut()?.value);
        Ok(())
    }
}

/// 0, 1, 2, …
#[pyclass]
pub struct Numbers {
    next: u64,
    end: u64,
}

#[pymethods]
impl Numbers {
    #[new]
    #[pyo3(signature = (end, /))]
    fn new(end: u64) -> Self {
        Numbers { next: 0, end }
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self) -> Option<u64> {
        (self.next < self.end).then(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

#[pyclass]
pub struct Items {
    values: Vec<i64>,
}

#[pymethods]
impl Items {
    #[new]
    #[pyo3(signature = (length, /))]
    fn new(length: usize) -> Self {
        Items {
            values: (0..).take(length).collect(),
        }
    }

    #[pyo3(signature = (value, /))]
    fn append(&mut self, value: i64) {
        self.values.push(value);
    }

    fn __len__(&self) -> usize {
        self.values.len()
    }

    fn __getitem__(&self, index: isize) -> PyResult<i64> {
        let from_end = if index < 0 { self.values.len() } else { 0 };
        let value = index
            .checked_add_unsigned(from_end)
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| self.values.get(index));
        value
            .copied()
            .ok_or_else(|| PyIndexError::new_err("no such item"))
    }
}

/// Read by many, written by few.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Board {
    value: RwLock<u64>,
}

#[pymethods]
impl Board {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn read(&self, py: Python<'_>) -> u64 {
        let value = self.value.read_py_attached(py);
        *value.unwrap_or_else(PoisonError::into_inner) & SMALL
    }

    #[pyo3(signature = (value, /))]
    fn write(&self, py: Python<'_>, value: u64) {
        let place = self.value.write_py_attached(py);
        *place.unwrap_or_else(PoisonError::into_inner) = value;
    }
}
