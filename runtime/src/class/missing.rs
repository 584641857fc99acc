//! Errors of the halves that a class leaves out: deletion without assignment, and the like.

use crate::exceptions::{PyAttributeError, PyTypeError};
use crate::types::{PyAnyMethods, PyTypeMethods};
use crate::{Bound, PyErr, Python, ffi};

/// The error of `del object.attribute`.
#[cold]
pub fn no_delete(attribute: &str) -> PyErr {
    PyAttributeError::new_err(format!("cannot delete attribute '{attribute}'"))
}

/// The error of `object[key] = value`, for a class that only deletes items.
///
/// # Safety
/// `object` is alive.
#[cold]
pub unsafe fn no_item_assignment(py: Python<'_>, object: *mut ffi::PyObject) -> PyErr {
    // SAFETY: the caller's contract.
    unsafe { unsupported(py, object, "does not support item assignment") }
}

/// The error of `del object[key]`, for a class that only assigns items.
///
/// # Safety
/// `object` is alive.
#[cold]
pub unsafe fn no_item_deletion(py: Python<'_>, object: *mut ffi::PyObject) -> PyErr {
    // SAFETY: the caller's contract.
    unsafe { unsupported(py, object, "doesn't support item deletion") }
}

/// # Safety
/// `object` is alive.
unsafe fn unsupported(py: Python<'_>, object: *mut ffi::PyObject, what: &str) -> PyErr {
    // SAFETY: the caller's contract.
    let class = unsafe { Bound::ref_from_ptr(py, &object) }.get_type();
    match class.name() {
        Ok(name) => PyTypeError::new_err(format!("'{name}' object {what}")),
        Err(error) => error,
    }
}
