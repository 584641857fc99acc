//! Lists and tuples that are being filled in.

use std::marker::PhantomData;

use crate::handle::Bound;
use crate::types::{PyAny, PyList, PyTuple};
use crate::{PyResult, Python, ffi};

/// A list or a tuple with places that are still null.
///
/// CPython's collector knows every new container, and `gc.get_objects()` would show it, nulls
/// included, to Python code that runs while an element is being converted. So the collector is told
/// to forget it until it is whole.
pub(crate) struct Unfilled<'py, T> {
    object: Bound<'py, PyAny>,
    length: usize,
    filled: usize,
    of: PhantomData<T>,
}

/// A type that is made with null places, which are then set once.
pub(crate) trait Fill {
    /// # Safety
    /// The thread is attached.
    unsafe fn create(length: ffi::Py_ssize_t) -> *mut ffi::PyObject;

    /// # Safety
    /// `object` comes from `create`, `index` is within its length and not yet set; the call takes
    /// over the reference to `item`.
    unsafe fn fill(object: *mut ffi::PyObject, index: ffi::Py_ssize_t, item: *mut ffi::PyObject);
}

impl Fill for PyList {
    unsafe fn create(length: ffi::Py_ssize_t) -> *mut ffi::PyObject {
        // SAFETY: the caller is attached.
        unsafe { ffi::PyList_New(length) }
    }

    #[inline(always)]
    unsafe fn fill(object: *mut ffi::PyObject, index: ffi::Py_ssize_t, item: *mut ffi::PyObject) {
        // SAFETY: a new list that nobody else can see, and a place that is null.
        unsafe { ffi::PyList_SET_ITEM(object, index, item) }
    }
}

impl Fill for PyTuple {
    unsafe fn create(length: ffi::Py_ssize_t) -> *mut ffi::PyObject {
        // SAFETY: the caller is attached.
        unsafe { ffi::PyTuple_New(length) }
    }

    #[inline(always)]
    unsafe fn fill(object: *mut ffi::PyObject, index: ffi::Py_ssize_t, item: *mut ffi::PyObject) {
        // SAFETY: a new tuple that nobody else can see, and a place that is null.
        unsafe { ffi::PyTuple_SET_ITEM(object, index, item) }
    }
}

impl<'py, T: Fill> Unfilled<'py, T> {
    pub(crate) fn new(py: Python<'py>, length: usize) -> PyResult<Self> {
        // Anything that is too large for the other type is also too large to exist.
        let asked = ffi::Py_ssize_t::try_from(length).unwrap_or(ffi::Py_ssize_t::MAX);
        // SAFETY: the token proves attachment; the call returns a new reference or null with an error
        // set. The collector tracks what it makes, except for the one empty tuple.
        let object = unsafe {
            let object = Bound::from_owned_ptr_or_err(py, T::create(asked))?;
            if length > 0 {
                ffi::PyObject_GC_UnTrack(object.as_ptr().cast());
            }
            object
        };
        Ok(Unfilled {
            object,
            length,
            filled: 0,
            of: PhantomData,
        })
    }

    /// Sets the next place.
    ///
    /// # Panics
    /// If there is none left.
    #[inline]
    pub(crate) fn push(&mut self, item: Bound<'py, PyAny>) {
        assert!(self.filled < self.length, "more items than were announced");
        // SAFETY: the index is in range, and set for the first time.
        unsafe {
            T::fill(
                self.object.as_ptr(),
                self.filled as ffi::Py_ssize_t,
                item.into_ptr(),
            );
        }
        self.filled += 1;
    }

    /// The whole object.
    ///
    /// # Panics
    /// If a place is left.
    pub(crate) fn finish(self) -> Bound<'py, T> {
        assert!(
            self.filled == self.length,
            "fewer items than were announced"
        );
        // SAFETY: every place is set; the object is a `T`, and untracked unless it is empty.
        unsafe {
            if self.length > 0 {
                ffi::PyObject_GC_Track(self.object.as_ptr().cast());
            }
            self.object.into_unchecked()
        }
    }
}
