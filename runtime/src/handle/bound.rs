//! The handle of an attached thread.

use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;

use crate::capi::refcount::{decref, incref};
use crate::handle::{NotPyAny, Py};
use crate::types::{PyAny, PyAnyMethods, PyString, PyStringMethods};
use crate::{PyErr, PyResult, Python, ffi};

/// A strong reference to a Python object of type `T`, tied to an attached thread.
///
/// Because it carries the proof of attachment, everything that can be done with an object is a
/// method of it: see [`PyAnyMethods`] and the traits of the single types
/// ([`PyListMethods`](crate::types::PyListMethods), …). It is one pointer wide, cannot leave its
/// thread, and cannot outlive its [`Python`] token; [`unbind`](Bound::unbind) makes a [`Py`] of it
/// that can do both.
///
/// Cloning and dropping change the reference count (`Py_INCREF`, `Py_DECREF`); the last drop runs the
/// object's finalizer, so dropping may suspend a critical section.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn longest<'py>(words: &Bound<'py, PyList>) -> PyResult<Option<Bound<'py, PyAny>>> {
///     let mut longest: Option<Bound<'py, PyAny>> = None;
///     for word in words.iter() {
///         if longest.as_ref().map_or(Ok(0), |l| l.len())? < word.len()? {
///             longest = Some(word);
///         }
///     }
///     Ok(longest)
/// }
/// ```
///
/// What it cannot do:
///
/// ```compile_fail
/// use freehold::prelude::*;
///
/// // Outlive its token.
/// let list = Python::attach(|py| PyList::empty(py));
/// ```
///
/// ```compile_fail
/// use freehold::prelude::*;
///
/// // Leave its thread, or be used by one that is detached.
/// fn lengths(py: Python<'_>, list: &Bound<'_, PyList>) -> usize {
///     py.detach(|| list.len())
/// }
/// ```
#[repr(transparent)]
pub struct Bound<'py, T> {
    object: NonNull<ffi::PyObject>,
    token: PhantomData<(Python<'py>, fn() -> T)>,
}

impl<'py> Bound<'py, PyAny> {
    /// Takes over a strong reference that a C call returned.
    ///
    /// # Panics
    /// If `object` is null.
    ///
    /// # Safety
    /// `object` is null, or a strong reference to a live object that the caller gives up.
    #[inline]
    #[track_caller]
    pub unsafe fn from_owned_ptr(py: Python<'py>, object: *mut ffi::PyObject) -> Self {
        // SAFETY: the same contract.
        unsafe { Self::from_owned_ptr_or_opt(py, object) }.expect("a Python object, not null")
    }

    /// [`from_owned_ptr`](Self::from_owned_ptr) for a call that returns null without an error.
    ///
    /// # Safety
    /// `object` is null, or a strong reference to a live object that the caller gives up.
    #[inline]
    pub unsafe fn from_owned_ptr_or_opt(
        _py: Python<'py>,
        object: *mut ffi::PyObject,
    ) -> Option<Self> {
        NonNull::new(object).map(|object| Bound {
            object,
            token: PhantomData,
        })
    }

    /// [`from_owned_ptr`](Self::from_owned_ptr) for a call that returns null with an error set.
    ///
    /// # Errors
    /// The error that is set.
    ///
    /// # Safety
    /// `object` is null, or a strong reference to a live object that the caller gives up.
    #[inline]
    pub unsafe fn from_owned_ptr_or_err(
        py: Python<'py>,
        object: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the same contract.
        unsafe { Self::from_owned_ptr_or_opt(py, object) }.ok_or_else(|| PyErr::fetch(py))
    }

    /// Makes a strong reference of a borrowed one.
    ///
    /// # Panics
    /// If `object` is null.
    ///
    /// # Safety
    /// `object` is null, or points to an object that stays alive until this call returns. On
    /// free-threaded builds a borrowed reference out of a mutable container does not.
    #[inline]
    #[track_caller]
    pub unsafe fn from_borrowed_ptr(py: Python<'py>, object: *mut ffi::PyObject) -> Self {
        // SAFETY: the same contract.
        unsafe { Self::from_borrowed_ptr_or_opt(py, object) }.expect("a Python object, not null")
    }

    /// [`from_borrowed_ptr`](Self::from_borrowed_ptr) for a call that returns null without an error.
    ///
    /// # Safety
    /// As for [`from_borrowed_ptr`](Self::from_borrowed_ptr).
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_opt(
        _py: Python<'py>,
        object: *mut ffi::PyObject,
    ) -> Option<Self> {
        let object = NonNull::new(object)?;
        // SAFETY: the token proves attachment, and the caller that the object is alive.
        unsafe { incref(object.as_ptr()) };
        Some(Bound {
            object,
            token: PhantomData,
        })
    }

    /// A handle that borrows the caller's reference, without touching the reference count.
    ///
    /// # Safety
    /// `*object` is not null, and points to an object that stays alive for all of `'a`.
    #[inline(always)]
    pub unsafe fn ref_from_ptr<'a>(_py: Python<'py>, object: &'a *mut ffi::PyObject) -> &'a Self {
        // SAFETY: `Bound` is transparent over a pointer that is not null, as the caller promises for
        // this one; a shared reference to a handle never gives the reference up.
        unsafe { &*std::ptr::from_ref(object).cast() }
    }

    /// [`ref_from_ptr`](Self::ref_from_ptr) that takes null for "nothing".
    ///
    /// # Safety
    /// `*object` is null, or points to an object that stays alive for all of `'a`.
    #[inline(always)]
    pub unsafe fn ref_from_ptr_or_opt<'a>(
        py: Python<'py>,
        object: &'a *mut ffi::PyObject,
    ) -> Option<&'a Self> {
        // SAFETY: the same contract, and null is out.
        (!object.is_null()).then(|| unsafe { Self::ref_from_ptr(py, object) })
    }
}

impl<'py, T> Bound<'py, T> {
    /// The proof of attachment that this handle carries.
    #[inline(always)]
    pub fn py(&self) -> Python<'py> {
        // SAFETY: the handle was made from a `Python<'py>`, and cannot have left its thread.
        unsafe { Python::assume_attached() }
    }

    /// The object, borrowed: valid as long as this handle lives.
    #[inline(always)]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.object.as_ptr()
    }

    /// The object, as a strong reference that the caller now owns.
    #[inline(always)]
    #[must_use = "the reference leaks if nothing takes it over"]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        ManuallyDrop::new(self).object.as_ptr()
    }

    /// This handle as one that may leave the thread and outlive the token. Costs nothing.
    #[inline(always)]
    pub fn unbind(self) -> Py<T> {
        // SAFETY: the reference is handed on, and the type is the same.
        unsafe { Py::from_non_null(ManuallyDrop::new(self).object) }
    }

    /// The same object, seen as any Python object.
    #[inline(always)]
    pub fn as_any(&self) -> &Bound<'py, PyAny> {
        // SAFETY: both are transparent over the pointer, and every object is an `object`.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }

    /// The same object, seen as any Python object.
    #[inline(always)]
    pub fn into_any(self) -> Bound<'py, PyAny> {
        // SAFETY: every object is an `object`.
        unsafe { self.into_unchecked() }
    }

    /// # Safety
    /// The object is a `U`.
    #[inline(always)]
    pub(crate) unsafe fn into_unchecked<U>(self) -> Bound<'py, U> {
        Bound {
            object: ManuallyDrop::new(self).object,
            token: PhantomData,
        }
    }

    /// # Safety
    /// The object is a `U`.
    #[inline(always)]
    pub(crate) unsafe fn as_unchecked<U>(&self) -> &Bound<'py, U> {
        // SAFETY: both are transparent over the pointer; the caller vouches for the type.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }
}

impl<T> Clone for Bound<'_, T> {
    /// Another strong reference to the same object. Never suspends.
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: the handle keeps the object alive, and proves attachment.
        unsafe { incref(self.as_ptr()) };
        Bound {
            object: self.object,
            token: PhantomData,
        }
    }
}

impl<T> Drop for Bound<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the handle owns the reference and proves attachment. It is not inside an exclusive
        // section: what may enter one is `Send`, and a `Bound` is not.
        unsafe { decref(self.as_ptr()) }
    }
}

impl<'py, T: NotPyAny> Deref for Bound<'py, T> {
    type Target = Bound<'py, PyAny>;

    #[inline(always)]
    fn deref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<'py, T> AsRef<Bound<'py, PyAny>> for Bound<'py, T> {
    #[inline]
    fn as_ref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<'py, T: NotPyAny> From<Bound<'py, T>> for Bound<'py, PyAny> {
    #[inline]
    fn from(object: Bound<'py, T>) -> Self {
        object.into_any()
    }
}

/// The `repr()` of the object. Runs Python code, so may suspend.
impl<T> fmt::Debug for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_text(self.as_any(), self.as_any().repr(), f)
    }
}

/// The `str()` of the object. Runs Python code, so may suspend.
impl<T> fmt::Display for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_text(self.as_any(), self.as_any().str(), f)
    }
}

fn write_text(
    object: &Bound<'_, PyAny>,
    text: PyResult<Bound<'_, PyString>>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match text {
        Ok(text) => f.write_str(&text.to_string_lossy()),
        Err(_) => {
            let name = object.get_type().name_lossy();
            write!(f, "<unprintable {name} object>")
        }
    }
}
