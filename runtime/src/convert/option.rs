//! `Option<T>` is `None` or a `T`, `()` is `None`.

use crate::convert::{FromPyObject, IntoPyObject, Mismatch};
use crate::handle::Bound;
use crate::types::{PyAny, PyAnyMethods};
use crate::{PyResult, Python, ffi};

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Option<T> {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        if ob.is_none() {
            return Ok(None);
        }
        T::extract(ob)
            .map(Some)
            .map_err(|error| error.map_mismatch(Mismatch::allow_none))
    }
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Option<T> {
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Some(value) => value.into_pyobject(py).map(Bound::into_any),
            None => Ok(none(py)),
        }
    }
}

impl<'a, 'py, T> IntoPyObject<'py> for &'a Option<T>
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.as_ref().into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for () {
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(none(py))
    }
}

#[inline]
fn none(py: Python<'_>) -> Bound<'_, PyAny> {
    #[cfg(Py_3_12)]
    // SAFETY: `None` is immortal: nobody counts references to it.
    unsafe {
        Bound::from_owned_ptr(py, ffi::Py_None())
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: `None` is never freed.
    unsafe {
        Bound::from_borrowed_ptr(py, ffi::Py_None())
    }
}
