//! `tuple`.

use crate::convert::IntoPyObject;
use crate::err::check_bool;
use crate::err::exceptions::PySystemError;
use crate::handle::Bound;
use crate::types::list::ssize;
use crate::types::{PyAny, PyList, PyTuple, Unfilled};
use crate::{PyErr, PyResult, Python, ffi};

impl PyTuple {
    /// A tuple of the items, converted one by one (`PyTuple_New`). A Rust tuple becomes one with
    /// [`into_pyobject`](IntoPyObject::into_pyobject).
    ///
    /// # Errors
    /// What a conversion raises.
    ///
    /// # Panics
    /// If the iterator lies about its length.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn letters(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
    ///     PyTuple::new(py, ["a", "b"])
    /// }
    /// ```
    pub fn new<'py, I>(py: Python<'py>, items: I) -> PyResult<Bound<'py, PyTuple>>
    where
        I: IntoIterator<Item: IntoPyObject<'py>>,
        I::IntoIter: ExactSizeIterator,
    {
        let items = items.into_iter();
        let mut tuple = Unfilled::<PyTuple>::new(py, items.len())?;
        for item in items {
            tuple.push(item.into_pyobject(py)?.into_any());
        }
        Ok(tuple.finish())
    }

    /// The empty tuple (`PyTuple_New`).
    ///
    /// # Panics
    /// Out of memory.
    #[track_caller]
    pub fn empty(py: Python<'_>) -> Bound<'_, PyTuple> {
        // SAFETY: the token proves attachment; the call returns a tuple, or null out of memory.
        unsafe { Bound::from_owned_ptr(py, ffi::PyTuple_New(0)).into_unchecked() }
    }
}

/// The methods of `tuple`.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn last<'py>(tuple: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
///     tuple.get_item(tuple.len().saturating_sub(1))
/// }
/// ```
pub trait PyTupleMethods<'py>: sealed::Sealed {
    /// The number of items (`PyTuple_Size`). Never suspends.
    fn len(&self) -> usize;

    /// Whether there is no item. Never suspends.
    fn is_empty(&self) -> bool;

    /// The item (`PyTuple_GetItem`). Raises `IndexError`.
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>>;

    /// The items from `low` up to `high`, as a tuple (`PyTuple_GetSlice`).
    fn get_slice(&self, low: usize, high: usize) -> PyResult<Bound<'py, PyTuple>>;

    /// `item in self` (`PySequence_Contains`).
    fn contains<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<bool>;

    /// `self.index(item)` (`PySequence_Index`). Raises `ValueError`.
    fn index<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<usize>;

    /// The items.
    fn iter(&self) -> BoundTupleIterator<'py>;

    /// A new list of the items (`PySequence_List`).
    fn to_list(&self) -> PyResult<Bound<'py, PyList>>;
}

impl<'py> PyTupleMethods<'py> for Bound<'py, PyTuple> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: a live tuple.
        unsafe { ffi::PyTuple_GET_SIZE(self.as_ptr()) }.unsigned_abs()
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        self.item(index).cloned()
    }

    fn get_slice(&self, low: usize, high: usize) -> PyResult<Bound<'py, PyTuple>> {
        // SAFETY: a live tuple; the call returns a tuple, or null with an error set.
        unsafe {
            let slice = ffi::PyTuple_GetSlice(self.as_ptr(), ssize(low), ssize(high));
            Bound::from_owned_ptr_or_err(self.py(), slice).map(|tuple| tuple.into_unchecked())
        }
    }

    fn contains<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<bool> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check_bool(self.py(), unsafe {
            ffi::PySequence_Contains(self.as_ptr(), item.as_ptr())
        })
    }

    fn index<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<usize> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: live objects.
        let index = unsafe { ffi::PySequence_Index(self.as_ptr(), item.as_ptr()) };
        usize::try_from(index).map_err(|_| PyErr::fetch(self.py()))
    }

    fn iter(&self) -> BoundTupleIterator<'py> {
        BoundTupleIterator {
            tuple: self.clone(),
            next: 0,
        }
    }

    fn to_list(&self) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: a live tuple; the call returns a new list, or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(self.py(), ffi::PySequence_List(self.as_ptr()))
                .map(|list| list.into_unchecked())
        }
    }
}

impl<'py> Bound<'py, PyTuple> {
    /// The item, borrowed from the tuple, which never changes and so keeps it alive.
    #[inline]
    pub(crate) fn item(&self, index: usize) -> PyResult<&Bound<'py, PyAny>> {
        if index >= self.len() {
            return Err(out_of_range());
        }
        // SAFETY: the index is in range. The place itself is part of the tuple, so it lives as long
        // as this handle, and nobody sets it once the tuple can be seen.
        let place = unsafe {
            let tuple = self.as_ptr().cast::<ffi::PyTupleObject>();
            let places = (&raw const (*tuple).ob_item).cast::<*mut ffi::PyObject>();
            &*places.add(index)
        };
        // SAFETY: the tuple holds a reference to what the place points to.
        unsafe { Bound::ref_from_ptr_or_opt(self.py(), place) }.ok_or_else(half_made)
    }
}

#[cold]
fn out_of_range() -> PyErr {
    crate::err::exceptions::PyIndexError::new_err("tuple index out of range")
}

/// Others build tuples where the collector can see them.
#[cold]
fn half_made() -> PyErr {
    PySystemError::new_err("a tuple that is still being made")
}

/// The items of a tuple: see [`PyTupleMethods::iter`].
pub struct BoundTupleIterator<'py> {
    tuple: Bound<'py, PyTuple>,
    next: usize,
}

impl<'py> Iterator for BoundTupleIterator<'py> {
    type Item = Bound<'py, PyAny>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let item = self.tuple.item(self.next).ok()?.clone();
        self.next += 1;
        Some(item)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.tuple.len() - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for BoundTupleIterator<'_> {}
impl std::iter::FusedIterator for BoundTupleIterator<'_> {}

impl<'py> IntoIterator for &Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundTupleIterator<'py>;

    fn into_iter(self) -> BoundTupleIterator<'py> {
        self.iter()
    }
}

impl<'py> IntoIterator for Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundTupleIterator<'py>;

    fn into_iter(self) -> BoundTupleIterator<'py> {
        self.iter()
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyTuple> {}
}
