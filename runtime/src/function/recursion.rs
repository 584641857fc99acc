//! Calls that CPython does not count by itself.

use crate::{PyErr, PyResult, Python, ffi};

/// A call is under way, counted as one of Python's: who calls itself without end gets a `RecursionError` before the
/// stack is used up. CPython counts calls of functions and methods, but leaves it to types that are called by
/// `tp_vectorcall`.
pub struct Recursion<'py>(Python<'py>);

impl<'py> Recursion<'py> {
    /// `Py_EnterRecursiveCall`.
    ///
    /// # Errors
    /// `RecursionError`.
    #[inline]
    pub fn enter(py: Python<'py>) -> PyResult<Recursion<'py>> {
        // SAFETY: the token proves attachment; the text is a C string.
        match unsafe { ffi::Py_EnterRecursiveCall(c" while calling a Python object".as_ptr()) } {
            0 => Ok(Recursion(py)),
            _ => Err(PyErr::fetch(py)),
        }
    }
}

impl Drop for Recursion<'_> {
    #[inline]
    fn drop(&mut self) {
        let _attached: Python<'_> = self.0;
        // From 3.14 on CPython looks at the stack instead of counting, and the call is empty.
        #[cfg(not(Py_3_14))]
        // SAFETY: the token proves attachment, and `enter` has counted this call.
        unsafe {
            ffi::Py_LeaveRecursiveCall()
        }
    }
}
