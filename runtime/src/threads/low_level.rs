//! The functions of CPython behind attaching, detaching and interpreters, one by one.
//!
//! Almost nothing needs them: [`Python::attach`], [`Python::detach`](crate::Python::detach) and
//! [`SubInterpreter`](crate::SubInterpreter) do it right in every state of a thread. They are here for
//! code that works with C code which hands thread states around, and for tools such as debuggers.
//! `docs/c-api.md` in the repository says for each function of CPython what it is here.
//!
//! What is safe here is so on every thread and at every time that its parameters allow. The rest says
//! what the caller has to see to. For all of it:
//!
//! - None of the functions that detach or change the thread state may be called inside an exclusive critical
//!   section; they panic there. References that are dropped meanwhile are kept, as on every detached
//!   thread.
//! - Tokens and handles of the time before ([`Python`], [`Bound`]) must not be used until the thread is
//!   attached as it was when it got them.

mod interpreters;
mod states;

pub use interpreters::*;
pub use states::*;

use std::ffi::c_ulong;

use crate::exceptions::PyRuntimeError;
use crate::types::{PyDict, PyModule, PyType};
use crate::{Bound, PyErr, PyResult, Python, capi, ffi};

/// Whether the thread is attached to any interpreter.
///
/// `PyGILState_Check` says the same as long as there has never been a sub-interpreter, and yes to
/// everybody afterwards; this always says the truth.
///
/// ```no_run
/// use freehold::prelude::*;
///
/// Python::attach(|py| {
///     assert!(freehold::low_level::is_attached());
///     py.detach(|| assert!(!freehold::low_level::is_attached()));
/// });
/// ```
pub fn is_attached() -> bool {
    crate::attach::is_attached()
}

/// The thread state that this thread is attached with, or null (`PyThreadState_GetUnchecked`).
pub fn current_thread_state() -> *mut ffi::PyThreadState {
    capi::current_thread_state()
}

/// The thread state that `PyGILState_Ensure` would attach this thread with, or null if it would make
/// one (`PyGILState_GetThisThreadState`).
pub fn gil_state_this_thread_state() -> *mut ffi::PyThreadState {
    // SAFETY: may be called at any time from any thread.
    unsafe { ffi::PyGILState_GetThisThreadState() }
}

/// The identifier of this thread, `threading.get_ident()` (`PyThread_get_thread_ident`).
pub fn thread_ident() -> c_ulong {
    // SAFETY: may be called at any time from any thread.
    unsafe { ffi::PyThread_get_thread_ident() }
}

/// A dictionary that lives as long as the interpreter that the thread is attached to, for extension
/// modules to keep things of the interpreter in, under a key of their own
/// (`PyInterpreterState_GetDict`). A module's state is the better place for what belongs to a module.
///
/// ```compile_fail,E0133
/// freehold::Python::attach(|py| freehold::low_level::interpreter_dict(py).map(drop));
/// ```
///
/// # Errors
/// `RuntimeError` if there is no memory for it.
///
/// # Safety
/// What others have put there stays, and is not used: they keep objects alive with it that they use without
/// asking again. This library does so with its types and the values of
/// [`PerInterpreter`](crate::sync::PerInterpreter).
pub unsafe fn interpreter_dict(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    // SAFETY: attached. A borrowed reference to a dictionary or null is returned, without an exception.
    unsafe {
        let dict = ffi::PyInterpreterState_GetDict(ffi::PyInterpreterState_Get());
        match Bound::from_borrowed_ptr_or_opt(py, dict) {
            Some(dict) => Ok(dict.into_unchecked()),
            None => Err(PyRuntimeError::new_err(
                "the interpreter has no dictionary for extension modules",
            )),
        }
    }
}

/// The module `__main__` of the interpreter that the thread is attached to
/// (`PyUnstable_InterpreterState_GetMainModule`, which only 3.13 has).
///
/// # Errors
/// `RuntimeError` if the interpreter has none (any more), and `TypeError` if `sys.modules` has something
/// else in its place.
pub fn main_module(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    let name = crate::types::PyString::new(py, "__main__");
    // SAFETY: attached; a new reference, or null with or without an exception, is returned.
    let module =
        unsafe { Bound::from_owned_ptr_or_opt(py, ffi::PyImport_GetModule(name.as_ptr())) };
    match module {
        Some(module) => Ok(module.cast_into::<PyModule>()?),
        None => Err(PyErr::take(py)
            .unwrap_or_else(|| PyRuntimeError::new_err("the interpreter has no module __main__"))),
    }
}

/// Raises an exception of this class in another thread of the same interpreter as soon as that runs
/// Python code, or takes back one that has not been raised yet (`PyThreadState_SetAsyncExc`). Returns
/// whether there is a thread with this identifier ([`thread_ident`]).
///
/// # Safety
/// The thread does not end during the call: without the GIL, CPython goes on using its state.
pub unsafe fn set_async_exc(
    _py: Python<'_>,
    thread_ident: c_ulong,
    class: Option<&Bound<'_, PyType>>,
) -> bool {
    let class = class.map_or(std::ptr::null_mut(), Bound::as_ptr);
    // SAFETY: attached, with a class or null; the rest is the caller's contract. C says that the identifier
    // is unsigned.
    unsafe { ffi::PyThreadState_SetAsyncExc(thread_ident as _, class) != 0 }
}

/// What has to be called in the child of a fork that CPython does not know of: one made with C's `fork()`
/// (`PyOS_AfterFork_Child`). `os.fork` does it by itself.
///
/// # Safety
/// The thread is the one that has forked, was attached then and is so still; this is the first call of
/// Python in the child, and the parent has called `PyOS_BeforeFork` before.
pub unsafe fn after_fork_child() {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyOS_AfterFork_Child() }
}
