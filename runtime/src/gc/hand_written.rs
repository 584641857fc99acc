//! `__traverse__` in `#[pymethods]`.

use std::ffi::{c_int, c_void};

use super::object::traverse_object;
use super::{PyTraverseError, PyVisit};
use crate::class::PyClass;
use crate::ffi;

/// What `__traverse__` may return.
#[diagnostic::on_unimplemented(
    message = "`__traverse__` returns `{Self}`, and the collector has to be told when it has seen enough",
    label = "must be `Result<(), PyTraverseError>`",
    note = "pass on what `visit.call(…)?` returns, and end with `Ok(())`"
)]
pub trait TraverseResult {
    /// The result.
    fn into_result(self) -> Result<(), PyTraverseError>;
}

impl TraverseResult for Result<(), PyTraverseError> {
    fn into_result(self) -> Result<(), PyTraverseError> {
        self
    }
}

/// `tp_traverse` of a class with a `__traverse__`, which is `body`.
///
/// # Safety
/// CPython calls `tp_traverse` with these arguments, of an object of class `T`. `body` visits each reference at most
/// once, and only those that the payload owns: the author of the `unsafe fn` answers for that.
#[inline(always)]
pub unsafe fn traverse_by_hand<T: PyClass, R: TraverseResult>(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
    body: impl FnOnce(&T, PyVisit<'_>) -> R,
) -> c_int {
    // SAFETY: the caller's contract.
    unsafe {
        traverse_object::<T>(object, visit, arg, |this, visit| {
            body(this, visit).into_result()
        })
    }
}
