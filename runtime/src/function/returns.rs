//! From what a function returns to a new reference.

use crate::attach::Detached;
use crate::convert::IntoPyObject;
use crate::{PyErr, PyResult, Python, ffi};

/// What a function may return: anything with [`IntoPyObject`], or a `Result` of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a Python object",
    label = "no conversion to Python",
    note = "make it a class with `#[pyclass]`, return a type that converts (numbers, `String`, `Vec`, tuples, `Py<…>`), or implement `IntoPyObject`"
)]
pub trait ReturnValue<'py> {
    /// A new reference, or null with an exception set. What is an `Err` is still to be raised.
    fn into_return(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject>;
}

#[diagnostic::do_not_recommend]
impl<'py, T: IntoPyObject<'py>> ReturnValue<'py> for T {
    #[inline]
    fn into_return(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        Ok(self.into_c_result(py).into_ptr())
    }
}

#[diagnostic::do_not_recommend]
impl<'py, T: ReturnValue<'py>, E: IntoPyErr> ReturnValue<'py> for Result<T, E> {
    #[inline]
    fn into_return(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        self.map_err(IntoPyErr::into_pyerr)?.into_return(py)
    }
}

/// Converts the result of a function.
#[inline]
pub fn ret<'py>(py: Python<'py>, value: impl ReturnValue<'py>) -> PyResult<*mut ffi::PyObject> {
    value.into_return(py)
}

/// An error type that can be raised: one that converts into [`PyErr`].
#[diagnostic::on_unimplemented(
    message = "the error type `{Self}` is not a Python exception",
    label = "cannot be raised",
    note = "implement `From<{Self}> for PyErr`, or return `PyResult`"
)]
pub trait IntoPyErr {
    /// The exception to raise.
    fn into_pyerr(self) -> PyErr;
}

#[diagnostic::do_not_recommend]
impl<E> IntoPyErr for E
where
    PyErr: From<E>,
{
    fn into_pyerr(self) -> PyErr {
        self.into()
    }
}

/// A value that may enter the body of an exclusive section.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used under this lock",
    label = "using a Python handle may run Python code, which would release the lock",
    note = "take the data instead (for example `String` or `i64`: it is converted before the lock is taken), or `Py<PyAny>` to keep the object without using it"
)]
pub trait UnderLock {}

#[diagnostic::do_not_recommend]
impl<T: Detached + ?Sized> UnderLock for T {}

/// A value that a detached body may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made while the thread is detached",
    label = "objects cannot be built here",
    note = "return the data, such as `Vec<u8>` or `String`: it is converted after the thread attaches again"
)]
pub trait DetachedResult {}

#[diagnostic::do_not_recommend]
impl<T: Detached> DetachedResult for T {}

/// Asks for `UnderLock` at the parameter.
#[inline]
pub fn assert_under_lock<T: UnderLock>(_: &T) {}

/// Asks for [`Detached`] at the parameter.
#[inline]
pub fn assert_detached<T: Detached>(_: &T) {}

/// Asks for `DetachedResult` at the return type.
#[inline]
pub fn assert_detached_result<T: DetachedResult>() {}

/// A new reference to `NotImplemented`.
#[inline]
pub fn not_implemented(_py: Python<'_>) -> *mut ffi::PyObject {
    // SAFETY: attached; the object lives as long as the interpreter.
    unsafe {
        let object = ffi::Py_NotImplemented();
        crate::capi::refcount::incref(object);
        object
    }
}
