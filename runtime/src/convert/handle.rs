//! Handles: the object itself, once its type is checked.

use crate::convert::{FromPyObject, IntoPyObject};
use crate::exceptions::PyBaseException;
use crate::handle::{Bound, PyTypeInfo};
use crate::types::PyAny;
use crate::{Py, PyErr, PyResult, Python};

/// Any object, borrowed as it is.
impl<'a, 'py, T: PyTypeInfo> FromPyObject<'a, 'py> for &'a Bound<'py, T> {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(ob.cast()?)
    }
}

impl<'a, 'py, T: PyTypeInfo> FromPyObject<'a, 'py> for Bound<'py, T> {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(ob.cast()?.clone())
    }
}

impl<'a, 'py, T: PyTypeInfo> FromPyObject<'a, 'py> for Py<T> {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(ob.cast()?.clone().unbind())
    }
}

impl<'py, T> IntoPyObject<'py> for Bound<'py, T> {
    type Target = T;

    #[inline]
    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Bound<'py, T>> {
        Ok(self)
    }
}

impl<'py, T> IntoPyObject<'py> for &Bound<'py, T> {
    type Target = T;

    #[inline]
    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Bound<'py, T>> {
        Ok(self.clone())
    }
}

impl<'py, T> IntoPyObject<'py> for Py<T> {
    type Target = T;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, T>> {
        Ok(self.into_bound(py))
    }
}

impl<'py, T> IntoPyObject<'py> for &Py<T> {
    type Target = T;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, T>> {
        Ok(self.bind(py).clone())
    }
}

/// The exception object, as a value; a `RuntimeError` with its text in place of one of another interpreter.
impl<'py> IntoPyObject<'py> for PyErr {
    type Target = PyBaseException;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyBaseException>> {
        Ok(self.into_value_here(py).into_bound(py))
    }
}

/// The exception object, as a value.
impl<'py> IntoPyObject<'py> for &PyErr {
    type Target = PyBaseException;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyBaseException>> {
        Ok(self.value(py).clone())
    }
}
