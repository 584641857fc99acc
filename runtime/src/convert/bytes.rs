//! `bytes`, and the copy of a `bytearray`.
//!
//! A borrowed `&[u8]` only comes from `bytes`, which nothing can change. A `bytearray` is copied, by
//! CPython and under its lock, so that no Rust code looks at memory that another thread may write or
//! free.

use std::borrow::Cow;
use std::mem::MaybeUninit;

use crate::convert::{ConversionKind, FromPyObject, IntoPyObject};
use crate::err::check;
use crate::handle::Bound;
use crate::types::{PyAny, PyByteArray, PyBytes, PyBytesMethods};
use crate::{PyErr, PyResult, Python, ffi};

impl<'a, 'py> FromPyObject<'a, 'py> for &'a [u8] {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        match ob.cast::<PyBytes>() {
            Ok(bytes) => Ok(bytes.as_bytes()),
            Err(_) => Err(PyErr::conversion(ConversionKind::Type, "bytes", ob)),
        }
    }
}

/// Borrows from `bytes`, copies a `bytearray`.
impl<'a, 'py> FromPyObject<'a, 'py> for Cow<'a, [u8]> {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = ob.cast::<PyBytes>() {
            return Ok(Cow::Borrowed(bytes.as_bytes()));
        }
        match ob.cast::<PyByteArray>() {
            Ok(array) => copy(array).map(Cow::Owned),
            Err(_) => Err(PyErr::conversion(
                ConversionKind::Type,
                "bytes or bytearray",
                ob,
            )),
        }
    }
}

/// The bytes of what has them in one piece.
pub(super) fn extract_vec(ob: &Bound<'_, PyAny>) -> Option<PyResult<Vec<u8>>> {
    if let Ok(bytes) = ob.cast::<PyBytes>() {
        return Some(Ok(bytes.as_bytes().to_vec()));
    }
    ob.cast::<PyByteArray>().ok().map(copy)
}

/// Copies through the buffer protocol, which keeps others from resizing meanwhile, and in a critical
/// section, which where `bytearray` takes one keeps them from writing too.
fn copy(array: &Bound<'_, PyByteArray>) -> PyResult<Vec<u8>> {
    in_critical_section(array, || {
        let mut view = ffi::Py_buffer::new();
        // SAFETY: a live object, and a buffer to fill in that stays where it is until its release.
        let status =
            unsafe { ffi::PyObject_GetBuffer(array.as_ptr(), &mut view, ffi::PyBUF_SIMPLE) };
        check(array.py(), status)?;
        let length = view.len.unsigned_abs();
        let mut bytes: Vec<u8> = Vec::with_capacity(length);
        // SAFETY: `bytes` has room for `length` bytes, of which it has that many once the call has
        // succeeded.
        unsafe {
            let order = b'C' as std::ffi::c_char;
            let start = bytes.as_mut_ptr().cast();
            let status = ffi::PyBuffer_ToContiguous(start, &view, view.len, order);
            ffi::PyBuffer_Release(&mut view);
            check(array.py(), status)?;
            bytes.set_len(length);
        }
        Ok(bytes)
    })
}

/// `Py_BEGIN_CRITICAL_SECTION(object)` … `Py_END_CRITICAL_SECTION()`.
#[cfg(Py_GIL_DISABLED)]
fn in_critical_section<R>(object: &Bound<'_, PyByteArray>, f: impl FnOnce() -> R) -> R {
    struct End(*mut ffi::PyCriticalSection);

    impl Drop for End {
        fn drop(&mut self) {
            // SAFETY: the section was begun, and has not moved.
            unsafe { ffi::PyCriticalSection_End(self.0) }
        }
    }

    let mut section = MaybeUninit::<ffi::PyCriticalSection>::uninit();
    // SAFETY: a live object; the section is in its place until the guard, declared after it, has
    // ended it.
    unsafe { ffi::PyCriticalSection_Begin(section.as_mut_ptr(), object.as_ptr()) };
    let _end = End(section.as_mut_ptr());
    f()
}

#[cfg(not(Py_GIL_DISABLED))]
fn in_critical_section<R>(_object: &Bound<'_, PyByteArray>, f: impl FnOnce() -> R) -> R {
    f()
}

/// A `bytes` of as many bytes as the iterator says that it has.
pub(super) fn bytes_of(
    items: impl ExactSizeIterator<Item = u8>,
    py: Python<'_>,
) -> PyResult<Bound<'_, PyAny>> {
    let length = items.len();
    // SAFETY: no `Vec`, slice or array is longer than `isize::MAX`; null asks for a `bytes` to fill
    // in, which nobody else can see yet.
    let bytes = unsafe {
        let bytes = ffi::PyBytes_FromStringAndSize(std::ptr::null(), length as ffi::Py_ssize_t);
        Bound::from_owned_ptr_or_err(py, bytes)?
    };
    // SAFETY: a `bytes`, which has room for `length` bytes behind its header.
    let room = unsafe {
        let start = &raw mut (*bytes.as_ptr().cast::<ffi::PyBytesObject>()).ob_sval;
        std::slice::from_raw_parts_mut(start.cast::<MaybeUninit<u8>>(), length)
    };
    let mut written = 0;
    for (byte, item) in room.iter_mut().zip(items) {
        byte.write(item);
        written += 1;
    }
    assert_eq!(written, length, "an iterator that is shorter than it said");
    Ok(bytes)
}

impl<'py> IntoPyObject<'py> for Cow<'_, [u8]> {
    type Target = PyBytes;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        PyBytes::try_new(py, &self)
    }
}

impl<'py> IntoPyObject<'py> for &Cow<'_, [u8]> {
    type Target = PyBytes;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        PyBytes::try_new(py, self)
    }
}
