//! A panic as a Python exception.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::err::PyErr;
use crate::exceptions::{ExceptionType, PyRuntimeError};
use crate::handle::{NotPyAny, PyTypeInfo};
use crate::interpreter::TypeTable;
use crate::refusal::Refusal;
use crate::types::PyType;
use crate::{Bound, PyResult, Python, ffi};

/// The exception that a panic in Rust code becomes: `freehold.PanicException`.
///
/// It derives from `BaseException`, not from `Exception`: a panic is a bug, and `except Exception`
/// should not hide it. Its message is the panic's. Every lock is released, and the thread attached
/// again, before it is raised.
///
/// One kind of panic is raised as a `RuntimeError` instead: where a function of this library refuses misuse and
/// has no `Result` to say so, such as [`Py::bind`](crate::Py::bind) in an interpreter that is not the object's.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::panic::PanicException;
///
/// fn quietly(py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
///     match callback.call0() {
///         Err(error) if error.is_instance_of::<PanicException>(py) => Ok(()),
///         other => other.map(drop),
///     }
/// }
/// ```
pub struct PanicException(());

static TYPE: TypeTable = TypeTable::new();

// SAFETY: every exception may be used as a handle of its type: nothing of the object's memory is read
// through such a handle.
unsafe impl PyTypeInfo for PanicException {
    const NAME: &'static str = "PanicException";

    /// Made on first use (`PyErr_NewExceptionWithDoc`).
    fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
        if let Some(class) = TYPE.get(py) {
            // SAFETY: entries are live types of this interpreter.
            return Ok(unsafe { Bound::from_borrowed_type_ptr(py, class) });
        }
        // SAFETY: attached; the strings are static; a new reference to a type, or null with an
        // exception, is returned.
        let class = unsafe {
            let class = ffi::PyErr_NewExceptionWithDoc(
                c"freehold.PanicException".as_ptr(),
                c"Rust code panicked. The message is the panic's.".as_ptr(),
                ffi::PyExc_BaseException,
                std::ptr::null_mut(),
            );
            if class.is_null() {
                return Err(PyErr::fetch(py));
            }
            Bound::from_owned_ptr(py, class).cast_into_unchecked::<PyType>()
        };
        TYPE.insert(class)
    }
}

impl ExceptionType for PanicException {}
impl NotPyAny for PanicException {}

/// Raises a caught panic. Does not panic itself, whatever making the exception does.
///
/// `extern "C"` tells the compiler so, too: it need not be ready for a second panic in each function that CPython calls.
#[cold]
#[inline(never)]
#[expect(
    improper_ctypes_definitions,
    reason = "called from Rust: it says that nothing unwinds"
)]
pub(crate) extern "C" fn raise(py: Python<'_>, payload: Box<dyn Any + Send>) {
    or_system_error(|| to_error(py, payload).restore(py));
}

/// Reports a caught panic where nothing can be raised (`sys.unraisablehook`). Does not panic itself.
#[cold]
pub(crate) fn report(py: Python<'_>, payload: Box<dyn Any + Send>) {
    or_system_error(|| to_error(py, payload).write_unraisable(py, None));
    // SAFETY: attached. If even that has raised, it is reported as it is: with an exception set, the
    // caller must not return.
    unsafe {
        if !ffi::PyErr_Occurred().is_null() {
            ffi::PyErr_WriteUnraisable(std::ptr::null_mut());
        }
    }
}

/// Runs code that makes exceptions, which may call Python and so, in the end, Rust code that panics.
fn or_system_error(make: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(make)) {
        discard(payload);
        // SAFETY: the callers are attached; the text is static; no Rust code runs in here.
        unsafe {
            ffi::PyErr_SetString(
                ffi::PyExc_SystemError,
                c"Rust code panicked, and again while the exception was made".as_ptr(),
            );
        }
    }
}

/// The exception for a caught panic.
pub(crate) fn to_error(py: Python<'_>, payload: Box<dyn Any + Send>) -> PyErr {
    // What was raised when the panic began is not what went wrong; and Python must not be called with
    // an exception set.
    drop(PyErr::take(py));
    let message = match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => match payload.downcast::<&'static str>() {
            Ok(message) if Refusal::is_text(*message) => return PyRuntimeError::new_err(*message),
            Ok(message) => str::to_owned(*message),
            Err(payload) => {
                discard(payload);
                "Rust code panicked with a value that is no text".to_owned()
            }
        },
    };
    PyErr::new::<PanicException, _>(message)
}

/// Drops a panic's payload, which may panic in turn. A payload that does is leaked.
#[inline(never)]
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}
