//! What the owner of an interpreter and the exit function that ends it have in common.

use std::sync::atomic::{AtomicBool, Ordering};

use super::end;
use crate::exceptions::PyRuntimeError;
use crate::interpreter::{Home, Record};
use crate::{PyResult, Python, capi};

pub(super) struct Life {
    pub(super) record: &'static Record,
    pub(super) home: Home,
    #[cfg_attr(Py_3_14, expect(dead_code, reason = "nothing to keep"))]
    pub(super) first: First,
    /// Whether it is past the point from which it can only end.
    pub(super) closed: AtomicBool,
    /// Whether a thread is trying to end it.
    ending: AtomicBool,
}

/// The interpreter's first thread state. Before 3.14 it stays, unused, for the end: up to 3.12 CPython cannot
/// make another one when it is gone and there is no other, and in 3.13.0 two threads that try at once get the
/// same one.
pub(super) struct First {
    #[cfg(not(Py_3_14))]
    pub(super) thread_state: std::ptr::NonNull<crate::ffi::PyThreadState>,
}

// SAFETY: only the thread that makes the interpreter uses it, and the one that is `ending` it.
unsafe impl Send for First {}
// SAFETY: as above.
unsafe impl Sync for First {}

impl Life {
    pub(super) fn new(record: &'static Record, first: First) -> Life {
        Life {
            record,
            home: record.home(),
            first,
            closed: AtomicBool::new(false),
            ending: AtomicBool::new(false),
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.record.home() != self.home || self.record.gate.has_ended()
    }

    /// Ends it, unless it is over.
    pub(super) fn end(&self, py: Python<'_>) -> PyResult<()> {
        if self.is_over() {
            return Ok(());
        }
        // Before 3.13, no other interpreter can be entered while the main one finalizes. Its exit functions,
        // which have run before, have tried.
        if cfg!(not(Py_3_13)) && capi::is_finalizing() {
            return Ok(());
        }
        if self.ending.swap(true, Ordering::Acquire) {
            return Err(PyRuntimeError::new_err(
                "another thread is just ending the interpreter",
            ));
        }
        let _ending = Ending(self);
        end::end(self, py)
    }
}

struct Ending<'a>(&'a Life);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.ending.store(false, Ordering::Release);
    }
}
