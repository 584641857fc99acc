//! Python's error indicator: setting it, and taking what it holds.

use std::ptr;

use crate::err::exceptions::{PyBaseException, PySystemError};
use crate::handle::Bound;
use crate::types::PyAny;
use crate::{PyErr, Python, ffi};

impl PyErr {
    /// Takes the exception that a C call has set, if it has (`PyErr_GetRaisedException`).
    ///
    /// Needed only around calls of the C API: everything in this crate returns its errors.
    pub fn take(py: Python<'_>) -> Option<PyErr> {
        take_raised(py).map(|exception| PyErr::from_exception(exception.unbind()))
    }

    /// [`take`](Self::take) after a call that has failed. Without an exception, which is a bug of
    /// what was called, this is a `SystemError`.
    #[cold]
    pub fn fetch(py: Python<'_>) -> PyErr {
        /// Nothing in it panics. `extern "C"` says so to the compiler, which need not be ready for it then wherever a
        /// call can fail.
        #[inline(never)]
        #[expect(
            improper_ctypes_definitions,
            reason = "called from Rust: it says that nothing unwinds"
        )]
        extern "C" fn take(py: Python<'_>) -> PyErr {
            PyErr::take(py).unwrap_or_else(|| {
                PySystemError::new_err("a call failed without setting an exception")
            })
        }
        take(py)
    }

    /// Hands the exception to Python: sets the error indicator, for a C function that then returns
    /// null or -1 (`PyErr_SetRaisedException`, or `PyErr_SetObject` for one that Python has not seen
    /// yet, which also sets its `__context__`). May run Python code.
    #[cold]
    pub fn restore(self, py: Python<'_>) {
        let mut state = self.into_state();
        if !state.raise_literal(py) {
            state.restore(py);
        }
    }

    /// Reports the exception through `sys.unraisablehook`, for places that cannot raise
    /// (`PyErr_WriteUnraisable`). `object` is named as where it happened.
    pub fn write_unraisable(self, py: Python<'_>, object: Option<&Bound<'_, PyAny>>) {
        self.restore(py);
        // SAFETY: an exception is set; null is allowed.
        unsafe { ffi::PyErr_WriteUnraisable(object.map_or(ptr::null_mut(), Bound::as_ptr)) }
    }
}

#[cfg(Py_3_12)]
pub(super) fn set(exception: Bound<'_, PyBaseException>) {
    // SAFETY: it is an exception, and the call takes over the reference.
    unsafe { ffi::PyErr_SetRaisedException(exception.into_ptr()) }
}

#[cfg(not(Py_3_12))]
pub(super) fn set(exception: Bound<'_, PyBaseException>) {
    use crate::types::PyAnyMethods as _;

    let class = exception.get_type();
    // SAFETY: these are a matching type, instance and traceback (or null), and the call takes over
    // all three references.
    unsafe {
        let traceback = ffi::PyException_GetTraceback(exception.as_ptr());
        ffi::PyErr_Restore(class.into_ptr(), exception.into_ptr(), traceback);
    }
}

#[cfg(Py_3_12)]
fn take_raised(py: Python<'_>) -> Option<Bound<'_, PyBaseException>> {
    // SAFETY: the call returns a strong reference to an exception, or null where none is set.
    unsafe {
        let exception = ffi::PyErr_GetRaisedException();
        Bound::from_owned_ptr_or_opt(py, exception).map(|e| e.into_unchecked())
    }
}

#[cfg(not(Py_3_12))]
fn take_raised(py: Python<'_>) -> Option<Bound<'_, PyBaseException>> {
    let (mut class, mut value, mut traceback) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: the call fills in three strong references or nulls, all null where nothing is set;
    // normalizing then makes `value` an instance of `class`, an exception.
    unsafe {
        ffi::PyErr_Fetch(&mut class, &mut value, &mut traceback);
        if class.is_null() {
            return None;
        }
        ffi::PyErr_NormalizeException(&mut class, &mut value, &mut traceback);
        if !traceback.is_null() {
            ffi::PyException_SetTraceback(value, traceback);
        }
        drop(Bound::from_owned_ptr_or_opt(py, class));
        drop(Bound::from_owned_ptr_or_opt(py, traceback));
        Bound::from_owned_ptr_or_opt(py, value).map(|e| e.into_unchecked())
    }
}
