//! `bool`: only `True` and `False`, not everything that has a truth value.

use crate::convert::{ConversionKind, FromPyObject, IntoPyObject};
use crate::handle::Bound;
use crate::types::{PyAny, PyBool};
use crate::{PyErr, PyResult, Python, ffi};

impl<'a, 'py> FromPyObject<'a, 'py> for bool {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        // SAFETY: the two constants live as long as the interpreter; only their addresses are used.
        unsafe {
            if ob.as_ptr() == ffi::Py_True() {
                Ok(true)
            } else if ob.as_ptr() == ffi::Py_False() {
                Ok(false)
            } else {
                Err(PyErr::conversion(ConversionKind::Type, "bool", ob))
            }
        }
    }
}

impl<'py> IntoPyObject<'py> for bool {
    type Target = PyBool;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyBool>> {
        // SAFETY: both constants are `bool`s that are never freed.
        unsafe {
            let value = if self {
                ffi::Py_True()
            } else {
                ffi::Py_False()
            };
            Ok(Bound::from_borrowed_ptr(py, value).into_unchecked())
        }
    }
}

impl<'py> IntoPyObject<'py> for &bool {
    type Target = PyBool;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyBool>> {
        (*self).into_pyobject(py)
    }
}
