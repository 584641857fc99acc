//! `set`.

use crate::convert::IntoPyObject;
use crate::err::{check, check_bool};
use crate::handle::Bound;
use crate::types::PySet;
use crate::{PyResult, Python, ffi};

impl PySet {
    /// A new, empty set (`PySet_New`).
    ///
    /// # Errors
    /// Out of memory.
    pub fn empty(py: Python<'_>) -> PyResult<Bound<'_, PySet>> {
        // SAFETY: the token proves attachment; null asks for an empty set, which the call returns, or
        // null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PySet_New(std::ptr::null_mut()))
                .map(|set| set.into_unchecked())
        }
    }
}

/// The methods of `set`. To iterate, extract a `HashSet`.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::types::{PySet, PySetMethods};
///
/// #[pyfunction]
/// fn first_time(seen: &Bound<'_, PySet>, word: &str) -> PyResult<bool> {
///     let before = seen.len();
///     seen.add(word)?;
///     Ok(seen.len() > before)
/// }
/// ```
pub trait PySetMethods<'py>: sealed::Sealed {
    /// The number of elements now (`PySet_Size`). Never suspends.
    fn len(&self) -> usize;

    /// Whether there is no element now. Never suspends.
    fn is_empty(&self) -> bool;

    /// Whether the element is there (`PySet_Contains`).
    fn contains<T: IntoPyObject<'py>>(&self, element: T) -> PyResult<bool>;

    /// `self.add(element)` (`PySet_Add`).
    fn add<T: IntoPyObject<'py>>(&self, element: T) -> PyResult<()>;

    /// Removes the element, and says whether it was there (`PySet_Discard`).
    fn discard<T: IntoPyObject<'py>>(&self, element: T) -> PyResult<bool>;
}

impl<'py> PySetMethods<'py> for Bound<'py, PySet> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: a live set.
        unsafe { ffi::PySet_Size(self.as_ptr()) }.unsigned_abs()
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn contains<T: IntoPyObject<'py>>(&self, element: T) -> PyResult<bool> {
        let element = element.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check_bool(self.py(), unsafe {
            ffi::PySet_Contains(self.as_ptr(), element.as_ptr())
        })
    }

    fn add<T: IntoPyObject<'py>>(&self, element: T) -> PyResult<()> {
        let element = element.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check(self.py(), unsafe {
            ffi::PySet_Add(self.as_ptr(), element.as_ptr())
        })
    }

    fn discard<T: IntoPyObject<'py>>(&self, element: T) -> PyResult<bool> {
        let element = element.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check_bool(self.py(), unsafe {
            ffi::PySet_Discard(self.as_ptr(), element.as_ptr())
        })
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PySet> {}
}
