//! Cells that are made once, and std's locks, while Python runs under them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, Once, OnceLock, PoisonError, RwLock};

use freehold::prelude::*;
use freehold::sync::{CondvarExt, MutexExt, OnceExt, OnceLockExt, PyOnce, RwLockExt};

/// One cell of each kind, and how often each was made.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Cells {
    once: PyOnce<u64>,
    std_once: OnceState,
    once_lock: OnceLock<u64>,
    made: AtomicU64,
}

/// `Once` has no default.
struct OnceState(Once);

impl Default for OnceState {
    fn default() -> Self {
        OnceState(Once::new())
    }
}

impl Cells {
    fn make(&self, callback: &Bound<'_, PyAny>) -> PyResult<u64> {
        callback.call0()?;
        Ok(self.made.fetch_add(1, Ordering::Relaxed))
    }
}

#[pymethods]
impl Cells {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn once(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<u64> {
        self.once
            .get_or_try_init(py, || self.make(callback))
            .copied()
    }

    fn std_once(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut made = Ok(0);
        self.std_once
            .0
            .call_once_py_attached(py, || made = self.make(callback));
        made.map(drop)
    }

    fn once_lock(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> u64 {
        *self.once_lock.get_or_init_py_attached(py, || {
            // What it raises is shown by the count.
            self.make(callback).unwrap_or(u64::MAX)
        })
    }

    #[getter]
    fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }
}

/// std's locks.
#[pyclass(frozen)]
#[derive(Default)]
pub struct StdLocks {
    mutex: Mutex<u64>,
    rw_lock: RwLock<(u64, u64)>,
    turn: Mutex<u64>,
    changed: Condvar,
}

#[pymethods]
impl StdLocks {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Counts in two steps, with Python in between.
    fn mutex(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<u64> {
        let mut count = self
            .mutex
            .lock_py_attached(py)
            .unwrap_or_else(PoisonError::into_inner);
        let before = *count;
        callback.call0()?;
        *count = before + 1;
        Ok(*count)
    }

    /// Writes two numbers, with Python in between.
    fn write(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<u64> {
        let mut both = self
            .rw_lock
            .write_py_attached(py)
            .unwrap_or_else(PoisonError::into_inner);
        both.0 += 1;
        callback.call0()?;
        both.1 += 1;
        Ok(both.0)
    }

    /// Whether both are the same.
    fn read(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<bool> {
        let both = self
            .rw_lock
            .read_py_attached(py)
            .unwrap_or_else(PoisonError::into_inner);
        let first = both.0;
        callback.call0()?;
        Ok(first == both.1)
    }

    /// Waits until it is the turn of `number` of `count`, and passes it on.
    fn take_turn(&self, py: Python<'_>, number: u64, count: u64) -> u64 {
        let turn = self
            .turn
            .lock_py_attached(py)
            .unwrap_or_else(PoisonError::into_inner);
        let mut turn = self
            .changed
            .wait_while_py_attached(py, turn, |turn| *turn % count != number)
            .unwrap_or_else(PoisonError::into_inner);
        *turn += 1;
        self.changed.notify_all();
        *turn
    }
}
