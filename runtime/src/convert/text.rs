//! `str` and `char`.

use std::borrow::Cow;

use crate::convert::{ConversionKind, FromPyObject, IntoPyObject, Mismatch};
use crate::handle::Bound;
use crate::types::{PyAny, PyString, PyStringMethods};
use crate::{PyErr, PyResult, Python, ffi};

#[inline]
fn string<'a, 'py>(ob: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyString>> {
    ob.cast::<PyString>()
        .map_err(|_| PyErr::conversion(ConversionKind::Type, "str", ob))
}

/// Borrows the UTF-8 that the object keeps: an ASCII string has it anyway, others make it the first
/// time and keep it. A lone surrogate raises `UnicodeEncodeError`.
impl<'a, 'py> FromPyObject<'a, 'py> for &'a str {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        string(ob)?.to_str()
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for String {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        string(ob)?.to_str().map(str::to_owned)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Cow<'a, str> {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        string(ob)?.to_str().map(Cow::Borrowed)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Box<str> {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        string(ob)?.to_str().map(Box::from)
    }
}

/// A `str` of one character.
impl<'a, 'py> FromPyObject<'a, 'py> for char {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        let string = string(ob)?;
        // SAFETY: a `str`.
        let length = unsafe { ffi::PyUnicode_GetLength(string.as_ptr()) };
        if length != 1 {
            let length = length.unsigned_abs();
            return Err(Mismatch::length("str of length 1".to_owned(), length).into());
        }
        let text = string.to_str()?;
        Ok(text.chars().next().expect("a str of length 1"))
    }
}

/// Everything that is a Rust string becomes a `str` (`PyUnicode_FromStringAndSize`).
macro_rules! strings {
    ($($string:ty)*) => {$(
        impl<'py> IntoPyObject<'py> for $string {
            type Target = PyString;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
                PyString::try_new(py, &self)
            }
        }
    )*};
}

strings! { &str String &String Cow<'_, str> &Cow<'_, str> Box<str> &Box<str> &&str }

impl<'py> IntoPyObject<'py> for char {
    type Target = PyString;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        PyString::try_new(py, self.encode_utf8(&mut [0; 4]))
    }
}

impl<'py> IntoPyObject<'py> for &char {
    type Target = PyString;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        (*self).into_pyobject(py)
    }
}
