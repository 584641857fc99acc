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
    /// Where the items go.
    places: *mut *mut ffi::PyObject,
    length: usize,
    filled: usize,
    of: PhantomData<T>,
}

/// A type that is made with null places, which are then set once.
pub(crate) trait Fill {
    /// # Safety
    /// The thread is attached.
    unsafe fn create(length: ffi::Py_ssize_t) -> *mut ffi::PyObject;

    /// The first place.
    ///
    /// # Safety
    /// `object` comes from `create`.
    unsafe fn places(object: *mut ffi::PyObject) -> *mut *mut ffi::PyObject;
}

impl Fill for PyList {
    unsafe fn create(length: ffi::Py_ssize_t) -> *mut ffi::PyObject {
        // SAFETY: the caller is attached.
        unsafe { ffi::PyList_New(length) }
    }

    #[inline(always)]
    unsafe fn places(object: *mut ffi::PyObject) -> *mut *mut ffi::PyObject {
        // SAFETY: a live list, which nobody else can see.
        unsafe { (*object.cast::<ffi::PyListObject>()).ob_item }
    }
}

impl Fill for PyTuple {
    unsafe fn create(length: ffi::Py_ssize_t) -> *mut ffi::PyObject {
        // SAFETY: the caller is attached.
        unsafe { ffi::PyTuple_New(length) }
    }

    #[inline(always)]
    unsafe fn places(object: *mut ffi::PyObject) -> *mut *mut ffi::PyObject {
        // SAFETY: a live tuple; only the address of the field is taken.
        unsafe { (&raw mut (*object.cast::<ffi::PyTupleObject>()).ob_item).cast() }
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
            // SAFETY: just created.
            places: unsafe { T::places(object.as_ptr()) },
            object,
            length,
            filled: 0,
            of: PhantomData,
        })
    }

    /// The same, with the type forgotten.
    pub(crate) fn into_any(self) -> Unfilled<'py, PyAny> {
        Unfilled {
            object: self.object,
            places: self.places,
            length: self.length,
            filled: self.filled,
            of: PhantomData,
        }
    }
}

impl<'py, T> Unfilled<'py, T> {
    /// Sets the next place.
    ///
    /// # Panics
    /// If there is none left.
    #[inline]
    pub(crate) fn push(&mut self, item: Bound<'py, PyAny>) {
        assert!(self.filled < self.length, "more items than were announced");
        // SAFETY: the index is in range, and the place null. Nobody else sees the object, whose places stay where they are.
        unsafe { self.places.add(self.filled).write(item.into_ptr()) };
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
