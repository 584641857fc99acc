//! The thread state with which a thread attaches from outside.

use super::AttachError;
use super::elsewhere::Elsewhere;
use super::kept::{Kept, is_stale};
use super::thread::Left;
#[cfg(Py_3_15)]
use crate::capi::guard;
use crate::ffi;
#[cfg(not(Py_3_15))]
use crate::interpreter::MAIN_ID;
use crate::interpreter::{Home, Record};

/// A thread that was not attached is, while this lives.
pub(super) enum Attachment {
    /// With a thread state that it has left before.
    Left,
    /// With one that is kept.
    Kept(*mut Kept),
    /// With one that CPython knows for this thread, or makes.
    #[cfg(not(Py_3_15))]
    Ensured(ffi::PyGILState_STATE),
    /// With one that only it uses.
    #[cfg(not(Py_3_15))]
    New(&'static Record),
    /// With either of them (PEP 788).
    #[cfg(Py_3_15)]
    Ensured(*mut guard::PyThreadStateToken),
}

impl Attachment {
    /// The thread is inside the gate, and not attached.
    pub(super) fn begin(record: &'static Record, home: Home) -> Result<Attachment, AttachError> {
        if let Some(left) = Elsewhere::find(home) {
            // SAFETY: this thread has left it, and is not attached; the interpreter is alive.
            unsafe { left.restore() };
            return Ok(Attachment::Left);
        }
        if let Some(kept) = Kept::find(home) {
            // SAFETY: as above. What is found is alive until it is given back.
            unsafe { Kept::attach(kept) };
            return Ok(Attachment::Kept(kept));
        }
        if is_stale() {
            return Err(AttachError::NoInterpreter);
        }
        Attachment::ensure(record, home)
    }

    #[cfg(not(Py_3_15))]
    fn ensure(record: &'static Record, home: Home) -> Result<Attachment, AttachError> {
        // SAFETY: the interpreter exists as long as the thread is inside its gate.
        unsafe {
            if thread_is_known_to(record) {
                return Ok(Attachment::Ensured(ffi::PyGILState_Ensure()));
            }
            let thread_state = new_thread_state(record)?;
            Left { thread_state, home }.restore();
        }
        Ok(Attachment::New(record))
    }

    #[cfg(Py_3_15)]
    fn ensure(record: &'static Record, _: Home) -> Result<Attachment, AttachError> {
        let guard = record.guard();
        if guard.is_null() {
            return Err(AttachError::NoInterpreter);
        }
        // SAFETY: the guard is open as long as a thread is inside the gate.
        let token = unsafe { guard::PyThreadState_Ensure(guard) };
        match token.is_null() {
            true => Err(AttachError::NoThreadState),
            false => Ok(Attachment::Ensured(token)),
        }
    }
}

/// Whether `PyGILState_Ensure` gets this thread to the right interpreter. It attaches the thread state that
/// the thread has had last, and without one makes one of the main interpreter.
///
/// # Safety
/// The interpreter exists.
#[cfg(not(Py_3_15))]
unsafe fn thread_is_known_to(record: &Record) -> bool {
    // SAFETY: may be called by any thread. A thread state is deleted by its thread, which tells CPython.
    unsafe {
        let known = ffi::PyGILState_GetThisThreadState();
        match known.is_null() {
            true => record.id() == MAIN_ID,
            false => ffi::PyThreadState_GetInterpreter(known) == record.interpreter(),
        }
    }
}

/// # Safety
/// The interpreter exists.
pub(super) unsafe fn new_thread_state(
    record: &Record,
) -> Result<*mut ffi::PyThreadState, AttachError> {
    let _turn = record.change_threads();
    // SAFETY: the caller's contract; the thread need not be attached.
    let thread_state = unsafe { ffi::PyThreadState_New(record.interpreter()) };
    match thread_state.is_null() {
        true => Err(AttachError::NoThreadState),
        false => Ok(thread_state),
    }
}

/// Deletes the thread state that the thread is attached with, which detaches it.
///
/// # Safety
/// The thread is attached with a thread state that `new_thread_state` has made, and nobody uses it any more.
pub(super) unsafe fn delete_current(record: &Record) {
    // SAFETY: the caller's contract. Finalizers that clearing runs find the thread attached.
    unsafe {
        let thread_state = ffi::PyThreadState_Get();
        ffi::PyThreadState_Clear(thread_state);
        super::thread::forget(thread_state);
        let _turn = record.change_threads();
        ffi::PyThreadState_DeleteCurrent();
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        // SAFETY: each undoes what `begin` has done; whoever has detached the thread since has attached it
        // again, with the same thread state.
        unsafe {
            match *self {
                Attachment::Left => {
                    Left::current();
                }
                Attachment::Kept(kept) => Kept::detach(kept),
                #[cfg(not(Py_3_15))]
                Attachment::Ensured(state) => ffi::PyGILState_Release(state),
                #[cfg(not(Py_3_15))]
                Attachment::New(record) => delete_current(record),
                #[cfg(Py_3_15)]
                Attachment::Ensured(token) => guard::PyThreadState_Release(token),
            }
        }
    }
}
