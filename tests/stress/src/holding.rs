//! Locks that are held for long.

use std::hint::black_box;

use freehold::prelude::*;
use freehold::sync::PyMutex;

use crate::steps::sleep;

/// Who is inside, and how often somebody was.
#[derive(Default)]
struct Stay {
    inside: u64,
    entries: u64,
}

impl Stay {
    /// True if nobody else was inside meanwhile.
    fn stay(&mut self, microseconds: u64) -> bool {
        self.inside += 1;
        black_box(&mut *self);
        sleep(microseconds);
        let alone = black_box(&mut *self).inside == 1;
        self.inside -= 1;
        self.entries += 1;
        alone
    }
}

/// Sleeps with its lock held.
#[pyclass]
#[derive(Default)]
pub struct Holder {
    stay: Stay,
}

#[pymethods]
impl Holder {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn hold(&mut self, microseconds: u64) -> bool {
        self.stay.stay(microseconds)
    }

    #[critical_section(self, other)]
    fn hold_both(&mut self, other: &mut Holder, microseconds: u64) -> bool {
        other.stay.stay(0) & self.stay.stay(microseconds)
    }

    #[critical_section(self)]
    fn entries(&self) -> u64 {
        self.stay.entries
    }
}

/// Sleeps among readers, or with all of them kept out.
#[pyclass(lock = "rw")]
#[derive(Default)]
pub struct ReadWriteHolder {
    stay: Stay,
}

#[pymethods]
impl ReadWriteHolder {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn hold(&mut self, microseconds: u64) -> bool {
        self.stay.stay(microseconds)
    }

    /// As a reader: no writer is inside meanwhile.
    #[critical_section(self)]
    fn look(&self, microseconds: u64) -> bool {
        let before = self.stay.entries;
        sleep(microseconds);
        let now = &black_box(self).stay;
        now.inside == 0 && now.entries == before
    }

    #[critical_section(self, other)]
    fn hold_both(&mut self, other: &mut ReadWriteHolder, microseconds: u64) -> bool {
        other.stay.stay(0) & self.stay.stay(microseconds)
    }

    #[critical_section(self)]
    fn entries(&self) -> u64 {
        self.stay.entries
    }
}

/// Sleeps with a mutex held.
#[pyclass(frozen)]
pub struct MutexHolder {
    stay: PyMutex<Stay>,
}

#[pymethods]
impl MutexHolder {
    #[new]
    fn new() -> Self {
        MutexHolder {
            stay: PyMutex::default(),
        }
    }

    fn hold(&self, py: Python<'_>, microseconds: u64) -> bool {
        self.stay.with_mut(py, |stay| stay.stay(microseconds))
    }

    /// Runs Python with the mutex held, which may detach or be stopped there.
    fn hold_and_call(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<bool> {
        let mut stay = self.stay.lock(py);
        stay.inside += 1;
        callback.call0()?;
        let alone = black_box(stay.inside) == 1;
        stay.inside -= 1;
        stay.entries += 1;
        Ok(alone)
    }

    fn hold_both(&self, py: Python<'_>, other: &MutexHolder, microseconds: u64) -> PyResult<bool> {
        PyMutex::with2_mut(py, &self.stay, &other.stay, |stay, other| {
            other.stay(0) & stay.stay(microseconds)
        })
    }

    fn entries(&self, py: Python<'_>) -> u64 {
        self.stay.lock(py).entries
    }
}
