//! `set`.

use crate::convert::IntoPyObject;
use crate::err::{check, check_bool};
use crate::handle::Bound;
use crate::types::{PyAny, PyAnyMethods, PyIterator, PySet};
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

/// The methods of `set`.
///
/// All of them go to the set itself, past what a subclass may have overridden.
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

    /// The elements of a snapshot, which is taken at once, under the set's lock (`PyFrozenSet_New`):
    /// what is changed meanwhile, here or by other threads, is not seen, and is no error. Costs a copy
    /// of the set's table; neither hashes nor compares.
    ///
    /// # Panics
    /// Out of memory.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::types::{PySet, PySetMethods};
    ///
    /// #[pyfunction]
    /// fn forget_all(seen: &Bound<'_, PySet>) -> PyResult<()> {
    ///     for element in seen.iter() {
    ///         element.call_method0("forget")?;
    ///         seen.discard(element)?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    fn iter(&self) -> BoundSetIterator<'py>;
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

    #[track_caller]
    fn iter(&self) -> BoundSetIterator<'py> {
        // SAFETY: a live set, of which the call makes a copy under the set's lock, or returns null with
        // an error set.
        let snapshot = unsafe {
            let copy = ffi::PyFrozenSet_New(self.as_ptr());
            Bound::from_owned_ptr_or_err(self.py(), copy)
        }
        .expect("memory for a snapshot of the set");
        // SAFETY: a live set.
        let left = unsafe { ffi::PySet_Size(snapshot.as_ptr()) }.unsigned_abs();
        let elements = snapshot.try_iter().expect("memory for an iterator");
        BoundSetIterator { elements, left }
    }
}

/// The elements of a snapshot of a set: see [`PySetMethods::iter`].
pub struct BoundSetIterator<'py> {
    /// Of a `frozenset`.
    elements: Bound<'py, PyIterator>,
    left: usize,
}

impl<'py> Iterator for BoundSetIterator<'py> {
    type Item = Bound<'py, PyAny>;

    #[inline]
    #[track_caller]
    fn next(&mut self) -> Option<Self::Item> {
        let element = self.elements.next()?;
        self.left = self.left.saturating_sub(1);
        // Nothing of it runs Python code or needs memory.
        Some(element.expect("an element of a frozenset"))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<'py> IntoIterator for &Bound<'py, PySet> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundSetIterator<'py>;

    fn into_iter(self) -> BoundSetIterator<'py> {
        self.iter()
    }
}

impl<'py> IntoIterator for Bound<'py, PySet> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundSetIterator<'py>;

    fn into_iter(self) -> BoundSetIterator<'py> {
        self.iter()
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PySet> {}
}
