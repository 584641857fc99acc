//! What only foreign `unsafe` code can do: a collection while an object's payload is in use.

use std::sync::atomic::{AtomicU64, Ordering};

use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit, ffi};

fn stay(moments: u64) {
    std::thread::sleep(std::time::Duration::from_millis(moments));
}

/// Notes who reads its payload while it is changed.
#[pyclass]
pub struct Breached {
    held: Vec<Py<PyAny>>,
    visits: AtomicU64,
}

#[pymethods]
impl Breached {
    #[new]
    fn new() -> Self {
        Breached {
            held: Vec::new(),
            visits: AtomicU64::new(0),
        }
    }

    #[critical_section(self)]
    fn hold(&mut self, held: Vec<Py<PyAny>>) {
        self.held = held;
    }

    #[critical_section(self)]
    fn holds(&self) -> usize {
        self.held.len()
    }

    #[critical_section(self)]
    fn visits(&self) -> u64 {
        self.visits.load(Ordering::Relaxed)
    }

    /// Collects, on the thread that has the payload for itself. How often that was read meanwhile.
    #[critical_section(self)]
    fn collect_inside(&mut self) -> u64 {
        let before = self.visits.load(Ordering::Relaxed);
        let held = std::mem::take(&mut self.held);
        // SAFETY: the thread is attached. That it is in an exclusive section is the breach.
        unsafe { ffi::PyGC_Collect() };
        self.held = held;
        self.visits.load(Ordering::Relaxed) - before
    }

    /// Detaches for so many milliseconds. How often the payload was read meanwhile.
    #[critical_section(self)]
    fn detach_inside(&mut self, moments: u64) -> u64 {
        let before = self.visits.load(Ordering::Relaxed);
        let held = std::mem::take(&mut self.held);
        // SAFETY: the thread is attached, and attached again. That it is in an exclusive section is the breach.
        unsafe {
            let state = ffi::PyEval_SaveThread();
            stay(moments);
            ffi::PyEval_RestoreThread(state);
        }
        self.held = held;
        self.visits.load(Ordering::Relaxed) - before
    }

    // SAFETY: each reference is visited once.
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.visits.fetch_add(1, Ordering::Relaxed);
        self.held.iter().try_for_each(|held| visit.call(held))
    }
}
