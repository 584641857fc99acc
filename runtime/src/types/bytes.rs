//! `bytes`.

use crate::handle::Bound;
use crate::types::PyBytes;
use crate::types::list::ssize;
use crate::{PyResult, Python, ffi};

impl PyBytes {
    /// A copy of the bytes (`PyBytes_FromStringAndSize`).
    ///
    /// # Panics
    /// Out of memory.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn magic(py: Python<'_>) -> Bound<'_, PyBytes> {
    ///     PyBytes::new(py, b"\x7fELF")
    /// }
    /// ```
    #[track_caller]
    pub fn new<'py>(py: Python<'py>, bytes: &[u8]) -> Bound<'py, PyBytes> {
        PyBytes::try_new(py, bytes).expect("memory for a bytes")
    }

    pub(crate) fn try_new<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
        // SAFETY: a slice of this length, which the call copies into a new `bytes`, or returns null
        // with an error set.
        unsafe {
            let new = ffi::PyBytes_FromStringAndSize(bytes.as_ptr().cast(), ssize(bytes.len()));
            Bound::from_owned_ptr_or_err(py, new).map(|bytes| bytes.into_unchecked())
        }
    }
}

/// The methods of `bytes`.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn is_elf(data: &Bound<'_, PyBytes>) -> bool {
///     data.as_bytes().starts_with(b"\x7fELF")
/// }
/// ```
pub trait PyBytesMethods<'py>: sealed::Sealed {
    /// The bytes, borrowed: nothing changes them while the object lives. Never suspends.
    fn as_bytes(&self) -> &[u8];
}

impl<'py> PyBytesMethods<'py> for Bound<'py, PyBytes> {
    #[inline]
    fn as_bytes(&self) -> &[u8] {
        // SAFETY: a live `bytes`, which never changes and lives as long as this handle.
        unsafe {
            let bytes = self.as_ptr().cast::<ffi::PyBytesObject>();
            // Never negative.
            let length = ffi::Py_SIZE(self.as_ptr()) as usize;
            std::slice::from_raw_parts((&raw const (*bytes).ob_sval).cast(), length)
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyBytes> {}
}
