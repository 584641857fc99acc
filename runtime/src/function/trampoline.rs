//! Where CPython enters Rust, and where panics stop.

use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::attach::release_pending;
use crate::{PyResult, Python, ffi, panic};

/// What a C function returns, and how it says that it raised.
pub trait SlotReturn {
    /// The value that goes with an exception.
    const RAISED: Self;
}

impl SlotReturn for *mut ffi::PyObject {
    const RAISED: Self = std::ptr::null_mut();
}

impl SlotReturn for c_int {
    const RAISED: Self = -1;
}

impl SlotReturn for isize {
    const RAISED: Self = -1;
}

/// Runs the body of a C function: an error becomes the thread's exception, a panic a
/// `PanicException`. Nothing unwinds into CPython.
///
/// # Safety
/// CPython calls: the thread is attached, and it is not inside an exclusive section.
#[inline(always)]
pub unsafe fn trampoline<R, F>(body: F) -> R
where
    R: SlotReturn,
    F: for<'py> FnOnce(Python<'py>) -> PyResult<R>,
{
    // SAFETY: the caller's contract; the token lives as long as the call.
    let py = unsafe { Python::assume_attached() };
    let caught = catch_unwind(AssertUnwindSafe(|| {
        release_pending();
        body(py).unwrap_or_else(|error| {
            // Inside, because making the exception may run code of the user's.
            error.restore(py);
            R::RAISED
        })
    }));
    caught.unwrap_or_else(|payload| {
        panic::raise(py, payload);
        R::RAISED
    })
}
