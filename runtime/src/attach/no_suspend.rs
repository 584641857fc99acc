//! What an exclusive section can do with objects.
//!
//! All of it reads memory that never changes while the object lives, or raises a count. Nothing here
//! locks, allocates in Python's heap, gives up a reference or sets an error, in any of CPython's
//! versions; `tests/test_containers.py` counts the suspensions of each.

use crate::attach::NoSuspend;
use crate::capi::refcount::incref;
use crate::handle::ExactType;
use crate::types::{PyAny, PyBytes, PyFloat, PyInt, PyString, PyTuple, PyType, ascii_text};
use crate::{Py, ffi};

/// Looking at objects under a lock.
///
/// The values are read from objects of exactly the type that the method names, not of a subclass, which
/// may have methods in Python that say otherwise: for anything else the answer is `None`, never an
/// exception. None of the methods can suspend the section, whatever other threads do meanwhile. Each
/// costs a few nanoseconds.
///
/// All of them panic if the object belongs to another interpreter.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyclass]
/// #[derive(Default)]
/// struct Totals { weight: f64, other: Vec<Py<PyAny>> }
///
/// #[pymethods]
/// impl Totals {
///     #[new]
///     fn new() -> Self { Self::default() }
///
///     /// Adds up what is a number, and keeps the rest: one section for all of it.
///     #[critical_section(self)]
///     fn add(&mut self, items: Vec<Py<PyAny>>, cs: NoSuspend<'_>) {
///         for item in items {
///             match cs.float(&item).or_else(|| cs.int(&item).map(|number| number as f64)) {
///                 Some(number) => self.weight += number,
///                 None => self.other.push(item),
///             }
///         }
///     }
/// }
/// ```
impl NoSuspend<'_> {
    /// The type of the object (`Py_TYPE`).
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn of_one_type(a: &Py<PyAny>, b: &Py<PyAny>, cs: NoSuspend<'_>) -> bool {
    ///     cs.type_of(a).is(&cs.type_of(b))
    /// }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn type_of<T>(self, object: &Py<T>) -> Py<PyType> {
        // SAFETY: attached to the object's interpreter. The object keeps its type alive for as long as
        // it takes to count the reference: `__class__` is only assigned while every other thread is
        // stopped, and this one stops nowhere here.
        unsafe {
            let class = ffi::Py_TYPE(object.current_ptr(self)).cast();
            strong(class)
        }
    }

    /// Whether the object is a `T` and not of a subclass (`Py_IS_TYPE`). There is no such question that
    /// includes subclasses.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn only_lists(objects: &[Py<PyAny>], cs: NoSuspend<'_>) -> bool {
    ///     objects.iter().all(|object| cs.is_exact::<PyList>(object))
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn is_exact<T: ExactType>(self, object: &Py<impl Sized>) -> bool {
        let object = object.current_ptr(self);
        T::exact_type(self).is_some_and(|class| {
            // SAFETY: a live object, and a type that lives as long as the interpreter.
            unsafe { ffi::Py_IS_TYPE(object, class.as_ptr()) != 0 }
        })
    }

    /// The value of a `bool`: `None` for everything but `True` and `False`.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn count_true(flags: &[Py<PyAny>], cs: NoSuspend<'_>) -> usize {
    ///     flags.iter().filter(|flag| cs.bool(flag) == Some(true)).count()
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn bool<T>(self, object: &Py<T>) -> Option<bool> {
        let object = object.current_ptr(self);
        // SAFETY: both are there as long as the interpreter; only their addresses are used.
        let (yes, no) = unsafe { (ffi::Py_True(), ffi::Py_False()) };
        if object == yes {
            Some(true)
        } else if object == no {
            Some(false)
        } else {
            None
        }
    }

    /// The value of an `int` (`PyLong_AsLongLongAndOverflow`): `None` also if it does not fit.
    ///
    /// `True` and `False` are of a subclass: see [`bool`](NoSuspend::bool).
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn sum(numbers: &[Py<PyAny>], cs: NoSuspend<'_>) -> Option<i64> {
    ///     numbers.iter().try_fold(0i64, |sum, number| sum.checked_add(cs.int(number)?))
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn int<T>(self, object: &Py<T>) -> Option<i64> {
        let object = self.exactly::<PyInt>(object)?;
        let mut overflow = 0;
        // SAFETY: a live `int`, for which the call neither converts anything nor sets an error.
        let value = unsafe { ffi::PyLong_AsLongLongAndOverflow(object, &mut overflow) };
        (overflow == 0).then_some(value)
    }

    /// The value of a `float`.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn is_nan(object: &Py<PyAny>, cs: NoSuspend<'_>) -> bool {
    ///     cs.float(object).is_some_and(f64::is_nan)
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn float<T>(self, object: &Py<T>) -> Option<f64> {
        let object = self.exactly::<PyFloat>(object)?;
        // SAFETY: a live `float`, which never changes.
        Some(unsafe { (*object.cast::<ffi::PyFloatObject>()).ob_fval })
    }

    /// The text of a `str` that is ASCII, borrowed.
    ///
    /// `None` for any other text: Python makes its UTF-8 when somebody asks for the first time, which
    /// takes a lock and memory. Take `String` or `&str` as an argument to have it made before the section.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn is_get(method: &Py<PyString>, cs: NoSuspend<'_>) -> bool {
    ///     cs.str(method) == Some("GET")
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn str<T>(self, object: &Py<T>) -> Option<&str> {
        let object = self.exactly::<PyString>(object)?;
        // SAFETY: a live `str`, to which the handle has a reference for as long as the text is borrowed from it.
        unsafe { ascii_text(object) }
    }

    /// The contents of a `bytes`, borrowed.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn total_len(chunks: &[Py<PyBytes>], cs: NoSuspend<'_>) -> usize {
    ///     chunks.iter().filter_map(|chunk| cs.bytes(chunk)).map(<[u8]>::len).sum()
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn bytes<T>(self, object: &Py<T>) -> Option<&[u8]> {
        let object = self.exactly::<PyBytes>(object)?;
        // SAFETY: a live `bytes`, which never changes while somebody else has a reference to it, as the
        // handle has for as long as the contents are borrowed from it.
        unsafe {
            let start = &raw const (*object.cast::<ffi::PyBytesObject>()).ob_sval;
            let length = ffi::Py_SIZE(object).unsigned_abs();
            Some(std::slice::from_raw_parts(start.cast(), length))
        }
    }

    /// The number of items of a `tuple` (`PyTuple_GET_SIZE`).
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn is_pair(object: &Py<PyAny>, cs: NoSuspend<'_>) -> bool {
    ///     cs.tuple_len(object) == Some(2)
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn tuple_len<T>(self, object: &Py<T>) -> Option<usize> {
        let object = self.exactly::<PyTuple>(object)?;
        // SAFETY: a live tuple.
        Some(unsafe { ffi::PyTuple_GET_SIZE(object) }.unsigned_abs())
    }

    /// An item of a `tuple`, as a strong reference (`PyTuple_GetItem`): `None` also if the index is out
    /// of range.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// /// The number in a pair such as `("weight", 1.5)`.
    /// fn weight(pair: &Py<PyAny>, cs: NoSuspend<'_>) -> Option<f64> {
    ///     cs.float(&cs.tuple_item(pair, 1)?)
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn tuple_item<T>(self, object: &Py<T>, index: usize) -> Option<Py<PyAny>> {
        if index >= self.tuple_len(object)? {
            return None;
        }
        // SAFETY: a live tuple and an index within it. A tuple never changes once it is made, so it
        // keeps the item alive until it is counted; the place of one that somebody else is still making
        // may be empty.
        unsafe {
            let tuple = object.as_ptr().cast::<ffi::PyTupleObject>();
            let item = (&raw const (*tuple).ob_item).cast::<*mut ffi::PyObject>();
            let item = *item.add(index);
            (!item.is_null()).then(|| strong(item))
        }
    }

    /// The object, if it is a `T` and not of a subclass.
    #[inline(always)]
    #[track_caller]
    fn exactly<T: ExactType>(self, object: &Py<impl Sized>) -> Option<*mut ffi::PyObject> {
        self.is_exact::<T>(object).then(|| object.as_ptr())
    }
}

/// A new strong reference.
///
/// # Safety
/// Attached, and `object` is a live `T`.
#[inline(always)]
unsafe fn strong<T>(object: *mut ffi::PyObject) -> Py<T> {
    // SAFETY: the caller's contract; the object is not null, because it is alive.
    unsafe {
        incref(object);
        Py::from_non_null(std::ptr::NonNull::new_unchecked(object))
    }
}
