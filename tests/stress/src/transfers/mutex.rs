//! Two mutexes.

use freehold::prelude::*;
use freehold::sync::PyMutex;

use super::{borrow, sum, transfer};

/// One amount in a mutex.
#[pyclass(frozen)]
pub struct MutexPurse {
    amount: PyMutex<i64>,
}

#[pymethods]
impl MutexPurse {
    #[new]
    fn new(amount: i64) -> Self {
        MutexPurse {
            amount: PyMutex::new(amount),
        }
    }

    /// Refuses one mutex twice.
    fn send(&self, py: Python<'_>, other: &MutexPurse, amount: i64) -> PyResult<()> {
        PyMutex::with2_mut(py, &self.amount, &other.amount, |from, to| {
            transfer(from, to, amount)
        })
    }

    fn borrow(&self, py: Python<'_>) {
        self.amount.with_mut(py, borrow);
    }

    fn sum(&self, py: Python<'_>, other: &MutexPurse) -> PyResult<i64> {
        PyMutex::with2(py, &self.amount, &other.amount, sum)
    }
}
