//! Python iterators as Rust iterators.

use crate::handle::Bound;
use crate::types::{PyAny, PyAnyMethods, PyIterator};
use crate::{PyErr, PyResult, ffi};

impl PyIterator {
    /// `iter(object)`: the same as [`PyAnyMethods::try_iter`].
    ///
    /// # Errors
    /// `TypeError` if the object is not iterable, and what its `__iter__` raises.
    pub fn from_object<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyIterator>> {
        object.try_iter()
    }
}

/// Each step is a `next()` (`PyIter_Next`), which may run Python code, and may raise.
impl<'py> Iterator for Bound<'py, PyIterator> {
    type Item = PyResult<Bound<'py, PyAny>>;

    fn next(&mut self) -> Option<Self::Item> {
        // SAFETY: a live iterator; the call returns a new reference, or null with or without an error
        // set.
        let item = unsafe {
            let item = ffi::PyIter_Next(self.as_ptr());
            Bound::from_owned_ptr_or_opt(self.py(), item)
        };
        match item {
            Some(item) => Some(Ok(item)),
            None => PyErr::take(self.py()).map(Err),
        }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyIterator> {
    type Item = PyResult<Bound<'py, PyAny>>;
    type IntoIter = Bound<'py, PyIterator>;

    fn into_iter(self) -> Bound<'py, PyIterator> {
        self.clone()
    }
}
