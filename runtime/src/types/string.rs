//! `str`.

use std::borrow::Cow;

use crate::handle::Bound;
use crate::types::list::ssize;
use crate::types::{PyBytes, PyBytesMethods, PyString};
use crate::{PyErr, PyResult, Python, ffi};

impl PyString {
    /// A `str` of this text (`PyUnicode_FromStringAndSize`).
    ///
    /// # Panics
    /// Out of memory.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn greeting(py: Python<'_>) -> Bound<'_, PyString> {
    ///     PyString::new(py, "hello")
    /// }
    /// ```
    #[track_caller]
    pub fn new<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
        or_no_memory(PyString::try_new(py, text))
    }

    /// The one `str` of this text that Python keeps for names (`PyUnicode_InternInPlace`). Comparing
    /// with it, and looking it up, is quicker.
    ///
    /// # Panics
    /// Out of memory.
    #[track_caller]
    pub fn intern<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
        or_no_memory(PyString::try_intern(py, text))
    }

    pub(crate) fn try_intern<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
        let mut string = PyString::try_new(py, text)?.into_ptr();
        // SAFETY: a strong reference to a `str`, which the call exchanges for one to another.
        unsafe {
            ffi::PyUnicode_InternInPlace(&mut string);
            Ok(Bound::from_owned_ptr(py, string).into_unchecked())
        }
    }

    pub(crate) fn try_new<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: the text is UTF-8 of this length; the call copies it into a new `str`, or returns
        // null with an error set.
        unsafe {
            let string = ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), ssize(text.len()));
            Bound::from_owned_ptr_or_err(py, string).map(|string| string.into_unchecked())
        }
    }
}

/// There is no other error. It is not shown: only for that, each module would have what shows errors.
#[track_caller]
fn or_no_memory<T>(made: PyResult<T>) -> T {
    match made {
        Ok(made) => made,
        Err(_) => panic!("memory for a str"),
    }
}

/// The methods of `str`.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn shout(text: &Bound<'_, PyString>) -> PyResult<String> {
///     Ok(text.to_str()?.to_uppercase())
/// }
/// ```
pub trait PyStringMethods<'py>: sealed::Sealed {
    /// The text, borrowed (`PyUnicode_AsUTF8AndSize`). An ASCII `str` has it ready, others make it
    /// the first time, which may suspend, and keep it for as long as they live.
    ///
    /// Raises `UnicodeEncodeError` for a lone surrogate.
    fn to_str(&self) -> PyResult<&str>;

    /// [`to_str`](Self::to_str) as a `Cow`.
    fn to_cow(&self) -> PyResult<Cow<'_, str>>;

    /// The text, where a lone surrogate is shown as U+FFFD.
    fn to_string_lossy(&self) -> Cow<'_, str>;
}

impl<'py> PyStringMethods<'py> for Bound<'py, PyString> {
    #[inline]
    fn to_str(&self) -> PyResult<&str> {
        let mut length = 0;
        // SAFETY: a live `str`, which keeps its UTF-8, never changes it, and lives as long as this
        // handle; null comes with an error set.
        unsafe {
            let start = ffi::PyUnicode_AsUTF8AndSize(self.as_ptr(), &mut length);
            if start.is_null() {
                return Err(PyErr::fetch(self.py()));
            }
            let bytes = std::slice::from_raw_parts(start.cast(), length.unsigned_abs());
            Ok(std::str::from_utf8_unchecked(bytes))
        }
    }

    fn to_cow(&self) -> PyResult<Cow<'_, str>> {
        self.to_str().map(Cow::Borrowed)
    }

    fn to_string_lossy(&self) -> Cow<'_, str> {
        if let Ok(text) = self.to_str() {
            return Cow::Borrowed(text);
        }
        // SAFETY: a live `str` and two names; the call returns a new `bytes`, or null with an error
        // set.
        let encoded = unsafe {
            let (encoding, errors) = (c"utf-8".as_ptr(), c"surrogatepass".as_ptr());
            let bytes = ffi::PyUnicode_AsEncodedString(self.as_ptr(), encoding, errors);
            Bound::from_owned_ptr_or_err(self.py(), bytes)
        };
        match encoded.map(|bytes| bytes.cast_into::<PyBytes>()) {
            Ok(Ok(bytes)) => Cow::Owned(String::from_utf8_lossy(bytes.as_bytes()).into_owned()),
            _ => Cow::Borrowed("\u{fffd}"),
        }
    }
}

impl PartialEq<str> for Bound<'_, PyString> {
    fn eq(&self, other: &str) -> bool {
        self.to_str().is_ok_and(|text| text == other)
    }
}

impl PartialEq<&str> for Bound<'_, PyString> {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyString> {}
}

/// The text of a `str` that is known to be ASCII. It then follows the short header, which all others have more
/// behind: that is what "compact ASCII" means. Never suspends.
///
/// # Safety
/// `object` is a live `str`, to which somebody has a reference for all of `'a`: its text never changes then.
#[inline]
pub(crate) unsafe fn ascii_text<'a>(object: *mut ffi::PyObject) -> Option<&'a str> {
    // SAFETY: the caller's contract; of the object itself only the length is read, the address of the text and,
    // before 3.14, two bits that are set when it is made. ASCII is UTF-8.
    unsafe {
        let header = object.cast::<ffi::PyASCIIObject>();
        let behind_header = header.add(1).cast::<u8>();
        #[cfg(Py_3_14)]
        let is_ascii = ffi::PyUnicode_DATA(object).cast() == behind_header;
        #[cfg(not(Py_3_14))]
        let is_ascii = ffi::PyUnicode_IS_COMPACT_ASCII(object) != 0;
        is_ascii.then(|| {
            let length = (*header).length.unsigned_abs();
            std::str::from_utf8_unchecked(std::slice::from_raw_parts(behind_header, length))
        })
    }
}
