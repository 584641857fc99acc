//! Attaching a thread with a thread state that was made for the occasion, in an interpreter that only begins,
//! or that ends.

use super::Python;
use super::elsewhere::Elsewhere;
use super::release::NotPayloadDrop;
use super::state::delete_current;
use super::thread::{Left, ThreadStatus, forget, status};
#[cfg(Py_3_14)]
use crate::attach::AttachError;
use crate::ffi;
use crate::interpreter::{Home, Record};
use crate::refusal::Refusal;

/// A thread state that [`visit`] attaches the thread with.
pub(crate) struct Visit {
    thread_state: *mut ffi::PyThreadState,
    /// Whether the thread state is left as it is afterwards.
    kept: bool,
}

impl Visit {
    /// With a thread state that exists already: the first one of an interpreter.
    ///
    /// # Safety
    /// Nobody is attached with it or will be until the visit is over, or later, unless it is `kept`.
    pub(crate) unsafe fn with(thread_state: *mut ffi::PyThreadState, kept: bool) -> Visit {
        Visit { thread_state, kept }
    }

    /// With a new one.
    ///
    /// # Safety
    /// The interpreter of the record exists until the visit is over.
    #[cfg(Py_3_14)]
    pub(crate) unsafe fn to(record: &Record) -> Result<Visit, AttachError> {
        // SAFETY: the caller's contract.
        let thread_state = unsafe { super::state::new_thread_state(record)? };
        Ok(Visit {
            thread_state,
            kept: false,
        })
    }

    /// The thread state, for what CPython says about it.
    pub(crate) fn thread_state(&self) -> *mut ffi::PyThreadState {
        self.thread_state
    }

    /// Ends the interpreter (`Py_EndInterpreter`). Afterwards the thread is not attached, and the thread
    /// state gone: nothing of Python may happen until the visit is over.
    ///
    /// # Safety
    /// [`visit`] has attached the thread with this, no Python code is running on it, and no other thread has
    /// a thread state of the interpreter.
    pub(crate) unsafe fn end_interpreter(&mut self) {
        let thread_state = std::mem::replace(&mut self.thread_state, std::ptr::null_mut());
        // SAFETY: the caller's contract. The interpreter deletes the thread state.
        unsafe { ffi::Py_EndInterpreter(thread_state) };
        forget(thread_state);
        #[cfg(not(Py_3_12))]
        // SAFETY: the call leaves the thread without a thread state, but with the GIL, which goes back to
        // whoever waits for it.
        unsafe {
            give_up_gil();
        }
    }
}

/// Runs `f` with the thread attached by this visit, and deletes the thread state unless it is kept or `f` has
/// ended the interpreter. Where the thread was attached before, it has left until then, which suspends the critical
/// sections that it is in.
///
/// # Panics
/// Inside an exclusive section, which leaving would release.
pub(crate) fn visit<R>(mut visit: Visit, f: impl FnOnce(Python<'_>, &mut Visit) -> R) -> R {
    if status(ThreadStatus::in_exclusive_section) {
        Refusal::Entering.refuse();
    }
    let mut elsewhere = Elsewhere::new();
    let _away = elsewhere.go();
    let left = Left {
        thread_state: visit.thread_state,
        home: Home::MAIN,
    };
    // SAFETY: the makers' contract: nobody else uses the thread state. `home` is not used: nobody
    // finds this value.
    unsafe { left.restore() };
    let visiting = Visiting(&mut visit);
    let _not_payload_drop = NotPayloadDrop::begin();
    // SAFETY: attached, and outside of exclusive sections. If `f` ends the interpreter, its contract is to do
    // nothing with the token afterwards.
    f(unsafe { Python::assume_attached() }, visiting.0)
}

struct Visiting<'a>(&'a mut Visit);

impl Drop for Visiting<'_> {
    fn drop(&mut self) {
        if self.0.thread_state.is_null() {
            return;
        }
        // SAFETY: the thread is attached with it, as `visit` has left it.
        unsafe {
            match self.0.kept {
                true => _ = ffi::PyEval_SaveThread(),
                false => delete_current(Record::of_current()),
            }
        }
    }
}

/// Before 3.12, where the end of an interpreter leaves the GIL taken: a thread state of the main interpreter
/// takes it over, and lets go of it.
///
/// # Safety
/// The thread has the GIL and no thread state.
#[cfg(not(Py_3_12))]
unsafe fn give_up_gil() {
    // SAFETY: the caller's contract; the main interpreter exists: Python is initialised. Whoever has the GIL
    // may make a thread state current, and detach.
    unsafe {
        let main = ffi::PyThreadState_New(ffi::PyInterpreterState_Main());
        ffi::PyThreadState_Swap(main);
        ffi::PyThreadState_Clear(main);
        ffi::PyThreadState_DeleteCurrent();
    }
}
