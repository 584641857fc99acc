//! Cells that are initialised once.

use std::sync::atomic::{AtomicUsize, Ordering};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync::{PyLazy, PyOnce};

/// A cell, and how often its initialiser ran.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Cell {
    value: PyOnce<Py<PyAny>>,
    calls: AtomicUsize,
}

#[pymethods]
impl Cell {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// The value, or what `make()` returns or raises.
    fn get_or_init(&self, py: Python<'_>, make: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let value = self.value.get_or_try_init(py, || {
            self.calls.fetch_add(1, Ordering::Relaxed);
            make.call0().map(Bound::unbind)
        })?;
        Ok(value.clone_ref(py))
    }

    /// Calls `first()` and panics.
    fn panic(&self, py: Python<'_>, first: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let value = self.value.get_or_init(py, || {
            drop(first.call0());
            panic!("no value");
        });
        Ok(value.clone_ref(py))
    }

    fn get(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.value.get(py).map(|value| value.clone_ref(py))
    }

    /// What is refused, if it is.
    fn set(&self, py: Python<'_>, value: Py<PyAny>) -> Option<Py<PyAny>> {
        self.value.set(py, value).err()
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.value)
    }
}

static CALLS: AtomicUsize = AtomicUsize::new(0);
static LAZY: PyLazy<String> = PyLazy::new(|_| {
    CALLS.fetch_add(1, Ordering::Relaxed);
    "made".to_owned()
});

#[pyfunction]
pub fn lazy_value(py: Python<'_>) -> &'static str {
    LAZY.get(py)
}

#[pyfunction]
pub fn lazy_calls() -> usize {
    CALLS.load(Ordering::Relaxed)
}

/// A lazy value whose initialiser panics at first, in a class that is locked.
#[pyclass]
pub struct Flaky {
    failures: u32,
    made: PyOnce<u32>,
}

#[pymethods]
impl Flaky {
    #[new]
    fn new() -> Self {
        Flaky {
            failures: 0,
            made: PyOnce::new(),
        }
    }

    /// What is there, without suspending the section.
    #[critical_section(self)]
    fn peek(&self, cs: NoSuspend<'_>) -> Option<u32> {
        self.made.get(cs).copied()
    }

    /// Fills the cell beforehand, takes it out, and counts.
    #[critical_section(self)]
    fn refill(&mut self, value: u32) -> (Option<u32>, u32) {
        let before = self.made.take();
        self.made = PyOnce::from(value);
        self.failures += 1;
        (before, self.failures)
    }

    /// A lazy value that panics as often as told.
    #[staticmethod]
    fn lazy(py: Python<'_>, panics: usize) -> PyResult<(usize, u32)> {
        let attempts = AtomicUsize::new(0);
        let lazy = PyLazy::new(|_: Python<'_>| {
            let before = attempts.fetch_add(1, Ordering::Relaxed);
            assert!(before >= panics, "not yet");
            7
        });
        for _ in 0..panics {
            if lazy.get_if_made(py).is_some() || crate::panic_of(|| *lazy.get(py)).is_none() {
                return Err(PyValueError::new_err("made by a panic"));
            }
        }
        let value = *PyLazy::force(&lazy, py);
        Ok((attempts.load(Ordering::Relaxed), value + *lazy.get(py)))
    }
}
