//! What `unsafe` code of others can still do in an exclusive section: run Python through the C API. It breaks the rules of
//! Freehold on purpose. Nothing here may lead to two `&mut` of one payload.

use freehold::ffi;
use freehold::prelude::*;

/// Runs Python code in the middle of its exclusive sections.
#[pyclass(subclass)]
#[derive(Default)]
pub struct Reentrant {
    hits: u64,
}

#[pymethods]
impl Reentrant {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn hit(&mut self) -> u64 {
        self.hits += 1;
        self.hits
    }

    #[critical_section(self)]
    fn hits(&self) -> u64 {
        self.hits
    }

    #[critical_section(self, other)]
    fn hit_both(&mut self, other: &mut Reentrant) -> u64 {
        self.hits += 1;
        other.hits += 1;
        self.hits + other.hits
    }

    /// Calls `callable`, and says whether the payload was left alone meanwhile.
    #[critical_section(self)]
    fn call_inside(&mut self, callable: Py<PyAny>) -> bool {
        let before = std::hint::black_box(self.hits);
        call(&callable);
        std::hint::black_box(self.hits) == before
    }

    /// The same with two payloads.
    #[critical_section(self, other)]
    fn call_inside_both(&mut self, other: &mut Reentrant, callable: Py<PyAny>) -> bool {
        let before = std::hint::black_box((self.hits, other.hits));
        call(&callable);
        std::hint::black_box((self.hits, other.hits)) == before
    }

    /// Calls `callable`, then panics.
    #[critical_section(self)]
    fn call_and_panic(&mut self, callable: Py<PyAny>) {
        call(&callable);
        panic!("after the call")
    }

    /// Detaches and attaches again, `times` times, and says whether the payload was left alone meanwhile.
    #[critical_section(self)]
    fn detach_inside(&mut self, times: u32) -> bool {
        let before = std::hint::black_box(self.hits);
        for _ in 0..times {
            // SAFETY: the thread is attached, as in every exclusive section, and is so again afterwards. That this may
            // release the lock is what is being tested.
            unsafe {
                let state = ffi::PyEval_SaveThread();
                std::thread::yield_now();
                ffi::PyEval_RestoreThread(state);
            }
            if std::hint::black_box(self.hits) != before {
                return false;
            }
        }
        true
    }

    /// Releases a reference through the C API, under the lock.
    #[critical_section(self)]
    fn release_inside(&mut self, object: Py<PyAny>) -> bool {
        let before = std::hint::black_box(self.hits);
        // SAFETY: the thread is attached, and the reference is given up once. That this may run a finalizer is what is
        // being tested.
        unsafe { ffi::Py_DECREF(object.into_ptr()) };
        std::hint::black_box(self.hits) == before
    }
}

/// Calls `callable` without a token. What it raises is dropped.
fn call(callable: &Py<PyAny>) {
    // SAFETY: the thread is attached, as in every exclusive section, and the handle keeps the object alive.
    unsafe {
        let result = ffi::PyObject_CallNoArgs(callable.as_ptr());
        if result.is_null() {
            ffi::PyErr_Clear();
        } else {
            ffi::Py_DECREF(result);
        }
    }
}

/// Runs detached, if the thread may detach.
#[pyfunction]
#[allow_threads]
pub fn detached() -> bool {
    true
}

/// Attaches, if the thread may attach.
#[pyfunction]
pub fn attached_again() -> bool {
    Python::attach(|_| true)
}

/// Whether `has_waiters` can tell: only objects of free-threaded builds have locks.
#[pyfunction]
pub fn can_see_waiters() -> bool {
    cfg!(Py_GIL_DISABLED)
}

/// Whether a thread waits for the lock of `object`.
#[pyfunction]
pub fn has_waiters(object: &Bound<'_, PyAny>) -> bool {
    #[cfg(Py_GIL_DISABLED)]
    {
        use std::sync::atomic::{AtomicU8, Ordering};
        // SAFETY: the object is alive, and a `PyMutex` is one byte that everybody accesses atomically.
        let byte = unsafe { AtomicU8::from_ptr((&raw mut (*object.as_ptr()).ob_mutex).cast()) };
        byte.load(Ordering::SeqCst) & 2 != 0
    }
    #[cfg(not(Py_GIL_DISABLED))]
    {
        let _ = object;
        false
    }
}
