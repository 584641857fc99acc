//! What the tests look with.

use std::sync::atomic::{AtomicUsize, Ordering};

use freehold::prelude::*;

/// Counts who is inside of it at the same time. It is no lock.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Probe {
    inside: AtomicUsize,
    most: AtomicUsize,
    passes: AtomicUsize,
}

impl Probe {
    /// Stays for `turns` turns of the scheduler, attached: nothing here can suspend a section.
    pub fn pass(&self, turns: u32) {
        self.enter();
        for _ in 0..turns {
            std::thread::yield_now();
        }
        self.leave();
    }

    fn enter(&self) {
        let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(inside, Ordering::SeqCst);
    }

    fn leave(&self) {
        self.inside.fetch_sub(1, Ordering::SeqCst);
        self.passes.fetch_add(1, Ordering::SeqCst);
    }
}

#[pymethods]
impl Probe {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Calls `callback` inside, without any lock.
    fn pass_calling(&self, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        self.enter();
        let result = callback.call0();
        self.leave();
        result.map(drop)
    }

    /// How many were inside at the same time, at most.
    #[getter]
    fn most(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    #[getter]
    fn passes(&self) -> usize {
        self.passes.load(Ordering::SeqCst)
    }
}

/// Whether objects have locks that can be looked at: on free-threaded builds.
#[pyfunction]
pub fn has_locks() -> bool {
    cfg!(Py_GIL_DISABLED)
}

/// Whether anybody holds the lock of `object`, this thread or another.
#[pyfunction]
pub fn is_locked(object: &Bound<'_, PyAny>) -> bool {
    lock_byte(object) & 1 != 0
}

/// Whether a thread waits for the lock of `object`.
#[pyfunction]
pub fn is_waited_for(object: &Bound<'_, PyAny>) -> bool {
    lock_byte(object) & 2 != 0
}

#[cfg(Py_GIL_DISABLED)]
fn lock_byte(object: &Bound<'_, PyAny>) -> u8 {
    use std::sync::atomic::AtomicU8;
    // SAFETY: the object is alive, and a `PyMutex` is one byte that everybody accesses atomically.
    unsafe { AtomicU8::from_ptr((&raw mut (*object.as_ptr()).ob_mutex).cast()) }
        .load(Ordering::SeqCst)
}

#[cfg(not(Py_GIL_DISABLED))]
fn lock_byte(_object: &Bound<'_, PyAny>) -> u8 {
    0
}
