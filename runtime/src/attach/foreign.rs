//! Attaching threads that Python did not make.

use super::detach::ReattachGuard;
use super::release::NotPayloadDrop;
use super::thread::{ThreadStatus, is_attached, status};
use super::{release_pending, token::Python};
use crate::{capi, chaos, ffi};

/// Why a thread could not attach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttachError {
    /// The thread is inside an exclusive critical section: running Python code there would release
    /// the lock. Do it after the section.
    InExclusiveSection,
    /// There is no interpreter, or it has begun to finalize.
    NoInterpreter,
}

impl std::fmt::Display for AttachError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            AttachError::InExclusiveSection => {
                "Python cannot be attached inside an exclusive critical section: running Python \
                 code there would release the lock; do it after the section"
            }
            AttachError::NoInterpreter => "there is no Python interpreter to attach to",
        })
    }
}

impl std::error::Error for AttachError {}

impl Python<'_> {
    /// Attaches the thread to the main interpreter while `f` runs (`PyGILState_Ensure`,
    /// `PyGILState_Release`).
    ///
    /// On a thread that is attached already this only calls `f`; on one that is detached by
    /// [`Python::detach`] it goes back to the interpreter that the thread came from. Otherwise it may
    /// wait: for the GIL, or for a collection to end.
    ///
    /// # Panics
    /// Where [`Python::try_attach`] returns an error.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// let done: Py<PyAny> = Python::attach(|py| py.None());
    /// std::thread::spawn(move || Python::attach(|py| done.bind(py).is_none()));
    /// ```
    #[track_caller]
    pub fn attach<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
        match Python::try_attach(f) {
            Ok(result) => result,
            Err(error) => panic!("Python::attach: {error}"),
        }
    }

    /// [`Python::attach`] that returns an error instead of panicking.
    ///
    /// An interpreter that begins to finalize between the check and the attaching makes the thread
    /// wait for the end of the process instead.
    ///
    /// # Errors
    /// Inside an exclusive critical section, before the interpreter is initialised, and once it
    /// finalizes.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// if Python::try_attach(|py| py.run(c"print('hello')", None, None)).is_err() {
    ///     eprintln!("too late");
    /// }
    /// ```
    pub fn try_attach<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> Result<R, AttachError> {
        if status(ThreadStatus::in_exclusive_section) {
            return Err(AttachError::InExclusiveSection);
        }
        let _attached = AttachGuard::attach()?;
        let _not_payload_drop = NotPayloadDrop::begin();
        // SAFETY: the guard keeps the thread attached, which is outside of exclusive sections as
        // just checked.
        Ok(f(unsafe { Python::assume_attached() }))
    }
}

/// The thread is attached while this lives. The field is held for its effect on drop.
enum AttachGuard {
    /// It already was.
    Nested,
    /// It was detached by Freehold, and is so again afterwards.
    Reattached { _guard: ReattachGuard },
    /// It had no thread state, or one that someone else detached.
    Ensured(ffi::PyGILState_STATE),
}

impl AttachGuard {
    fn attach() -> Result<AttachGuard, AttachError> {
        // First: who is attached stays so while the interpreter finalizes, and destructors run then.
        if is_attached() {
            return Ok(AttachGuard::Nested);
        }
        // SAFETY: may be called at any time from any thread.
        if unsafe { ffi::Py_IsInitialized() } == 0 || capi::is_finalizing() {
            return Err(AttachError::NoInterpreter);
        }
        if let Some(_guard) = ReattachGuard::reattach() {
            return Ok(AttachGuard::Reattached { _guard });
        }
        // SAFETY: the interpreter is initialised; the guard calls the matching release on this
        // thread.
        let state = unsafe { ffi::PyGILState_Ensure() };
        chaos::point();
        release_pending();
        Ok(AttachGuard::Ensured(state))
    }
}

impl Drop for AttachGuard {
    fn drop(&mut self) {
        if let AttachGuard::Ensured(state) = self {
            // SAFETY: this matches the `Ensure` of `attach`; guards nest.
            unsafe { ffi::PyGILState_Release(*state) }
        }
    }
}
