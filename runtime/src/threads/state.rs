//! The thread state of the running thread.

use std::ptr::NonNull;

use crate::types::PyDict;
use crate::{Bound, Python, ffi, types::PyAny};

/// What CPython knows of the running thread in the interpreter that it is attached to (`PyThreadState`).
///
/// A thread has one in each interpreter that it is attached to at the moment, further in or out on its
/// stack. Only the current one can be had here: those of other threads may end at any time.
///
/// ```no_run
/// use freehold::ThreadState;
/// use freehold::prelude::*;
///
/// /// Where the calling Python code is, for a log.
/// fn place(py: Python<'_>) -> PyResult<Option<String>> {
///     let Some(frame) = ThreadState::current(py).frame() else { return Ok(None) };
///     let line: u32 = frame.getattr("f_lineno")?.extract()?;
///     let code = frame.getattr("f_code")?.getattr("co_filename")?;
///     Ok(Some(format!("{}:{line}", code.extract::<String>()?)))
/// }
/// ```
#[derive(Clone, Copy)]
pub struct ThreadState<'py> {
    state: NonNull<ffi::PyThreadState>,
    py: Python<'py>,
}

impl<'py> ThreadState<'py> {
    /// That of this thread (`PyThreadState_Get`). Never suspends.
    pub fn current(py: Python<'py>) -> ThreadState<'py> {
        // SAFETY: attached, where the result is never null.
        let state = unsafe { NonNull::new_unchecked(ffi::PyThreadState_Get()) };
        ThreadState { state, py }
    }

    /// A number that no other thread state of the interpreter has or will have (`PyThreadState_GetID`). It
    /// is not the thread's identifier, which [`low_level::thread_ident`](super::low_level::thread_ident)
    /// is. Never suspends.
    pub fn id(self) -> u64 {
        // SAFETY: the state is this thread's current one for `'py`. C says that the result is unsigned.
        unsafe { ffi::PyThreadState_GetID(self.as_ptr()) as u64 }
    }

    /// The frame of the Python code that this thread runs, or `None` where no Python code has called
    /// (`PyThreadState_GetFrame`). Makes an object.
    pub fn frame(self) -> Option<Bound<'py, PyAny>> {
        // SAFETY: as in `id`; a new reference or null is returned, without an exception.
        unsafe {
            let frame = ffi::PyThreadState_GetFrame(self.as_ptr());
            Bound::from_owned_ptr_or_opt(self.py, frame.cast())
        }
    }

    /// A dictionary that lives as long as this thread state, for extension modules to keep things of
    /// the thread in, under a key of their own (`PyThreadState_GetDict`). `None` where there is no memory
    /// for one.
    pub fn dict(self) -> Option<Bound<'py, PyDict>> {
        // SAFETY: attached; a borrowed reference to a dictionary or null is returned, without an exception.
        unsafe {
            let dict = ffi::PyThreadState_GetDict();
            Bound::from_borrowed_ptr_or_opt(self.py, dict).map(|dict| dict.into_unchecked())
        }
    }

    /// Runs `f` without tracing and profiling on this thread (`PyThreadState_EnterTracing`,
    /// `PyThreadState_LeaveTracing`): for tools that a trace function would otherwise trace.
    pub fn without_tracing<R>(self, f: impl FnOnce() -> R) -> R {
        struct Leave(*mut ffi::PyThreadState);
        impl Drop for Leave {
            fn drop(&mut self) {
                // SAFETY: the state is this thread's: `f` leaves the thread attached as it was. Every
                // leaving has its entering.
                unsafe { ffi::PyThreadState_LeaveTracing(self.0) }
            }
        }
        // SAFETY: as in `id`.
        unsafe { ffi::PyThreadState_EnterTracing(self.as_ptr()) };
        let _leave = Leave(self.as_ptr());
        f()
    }

    /// The C pointer, for the functions of [`low_level`](super::low_level). It is valid while the thread is
    /// attached as it is now, or detached for a moment.
    pub fn as_ptr(self) -> *mut ffi::PyThreadState {
        self.state.as_ptr()
    }
}

impl std::fmt::Debug for ThreadState<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ThreadState")
            .field("id", &self.id())
            .finish()
    }
}
