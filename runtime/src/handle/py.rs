//! The handle that is free of threads.

use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::ptr::NonNull;

use crate::attach::{Attached, Reference, release};
use crate::capi::refcount::incref;
use crate::convert::FromPyObject;
use crate::handle::{Bound, NotPyAny};
use crate::interpreter::Home;
use crate::types::PyAny;
use crate::{PyResult, Python, ffi};

/// A strong reference to a Python object of type `T` that any thread may own.
///
/// It can be stored in Rust data, sent to other threads and dropped anywhere: on a thread that is
/// detached or inside an exclusive critical section, the reference is put aside and released by the
/// next thread that can. To use the object, [`bind`](Py::bind) it to an attached thread.
///
/// There is no `Clone`, because a reference count may only be raised while attached:
/// [`clone_ref`](Py::clone_ref) asks for the proof.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn call_later(callback: Py<PyAny>) {
///     std::thread::spawn(move || {
///         Python::attach(|py| callback.bind(py).call0().map(drop))
///     });
/// }
/// ```
///
/// It knows which interpreter the object belongs to, and panics rather than giving it to another:
/// objects cannot be shared between interpreters. That is why it is two words wide.
#[repr(C)]
pub struct Py<T> {
    /// First, so that a reference to this is one to a `Bound`.
    object: NonNull<ffi::PyObject>,
    home: Home,
    of: PhantomData<fn() -> T>,
}

// SAFETY: the pointer is only followed with a proof of attachment, reference counts are changed
// atomically (or under the GIL), and `T` itself is only reached where its own class allows it. What
// dies in a drop on another thread is a Python object, which may die on any thread.
unsafe impl<T> Send for Py<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Py<T> {}

impl<T> UnwindSafe for Py<T> {}
impl<T> RefUnwindSafe for Py<T> {}

impl<T> Py<T> {
    /// # Safety
    /// The caller is attached, and hands over a strong reference to a live object of type `T`.
    #[inline(always)]
    pub(crate) unsafe fn from_non_null(object: NonNull<ffi::PyObject>) -> Self {
        Py {
            object,
            home: Home::current(),
            of: PhantomData,
        }
    }

    /// Takes over a strong reference that a C call returned.
    ///
    /// # Panics
    /// If `object` is null.
    ///
    /// # Safety
    /// `object` is null, or a strong reference to a live object of type `T` that the caller gives up.
    #[inline]
    #[track_caller]
    pub unsafe fn from_owned_ptr(_py: Python<'_>, object: *mut ffi::PyObject) -> Self {
        let object = NonNull::new(object).expect("a Python object, not null");
        // SAFETY: the same contract.
        unsafe { Self::from_non_null(object) }
    }

    /// Makes a strong reference of a borrowed one.
    ///
    /// # Panics
    /// If `object` is null.
    ///
    /// # Safety
    /// `object` is null, or points to an object of type `T` that stays alive until this call returns.
    #[inline]
    #[track_caller]
    pub unsafe fn from_borrowed_ptr(py: Python<'_>, object: *mut ffi::PyObject) -> Self {
        // SAFETY: the same contract.
        unsafe { Bound::from_borrowed_ptr(py, object).into_unchecked() }.unbind()
    }

    /// The interpreter that the object belongs to.
    #[inline(always)]
    pub(crate) fn home(&self) -> Home {
        self.home
    }

    /// The object, for the use of this attached thread. Costs nothing worth naming.
    ///
    /// # Panics
    /// If the object belongs to another interpreter.
    #[inline(always)]
    #[track_caller]
    pub fn bind<'py>(&self, _py: Python<'py>) -> &Bound<'py, T> {
        self.home.assert_current();
        // SAFETY: this begins with the pointer that `Bound` is transparent over; the token proves what
        // `Bound` needs, the object is of this interpreter, and the borrow of `self` keeps the
        // reference.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }

    /// This handle, tied to this attached thread. Costs nothing worth naming.
    ///
    /// # Panics
    /// If the object belongs to another interpreter.
    #[inline(always)]
    #[track_caller]
    pub fn into_bound(self, py: Python<'_>) -> Bound<'_, T> {
        self.home.assert_current();
        // SAFETY: the reference is handed on, the type is the same, and so is the interpreter.
        unsafe { Bound::from_owned_ptr(py, self.into_ptr()).into_unchecked() }
    }

    /// Whether the object belongs to the interpreter that the thread is attached to.
    pub(crate) fn is_home(&self) -> bool {
        self.home == Home::current()
    }

    /// Another strong reference to the same object (`Py_INCREF`). Never suspends, so it can be had
    /// inside an exclusive section too, with its [`NoSuspend`](crate::NoSuspend).
    ///
    /// # Panics
    /// If the object belongs to another interpreter.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn clone_ref(&self, _proof: impl Attached) -> Py<T> {
        self.home.assert_current();
        // SAFETY: the proof is of attachment, to the object's interpreter, and this handle keeps the
        // object alive.
        unsafe { incref(self.as_ptr()) };
        Py {
            object: self.object,
            home: self.home,
            of: PhantomData,
        }
    }

    /// Gives the reference up now (`Py_DECREF`), without asking what state the thread is in, as
    /// dropping has to. May suspend.
    #[inline]
    pub fn drop_ref(self, py: Python<'_>) {
        drop(self.into_bound(py));
    }

    /// The object, borrowed, for a thread that is attached to its interpreter.
    ///
    /// # Panics
    /// If the object belongs to another interpreter.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn current_ptr(&self, _proof: impl Attached) -> *mut ffi::PyObject {
        self.home.assert_current();
        self.as_ptr()
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

    /// The same object, seen as any Python object.
    #[inline(always)]
    pub fn as_any(&self) -> &Py<PyAny> {
        // SAFETY: both are laid out alike, and every object is an `object`.
        unsafe { &*std::ptr::from_ref(self).cast() }
    }

    /// The same object, seen as any Python object.
    #[inline(always)]
    pub fn into_any(self) -> Py<PyAny> {
        let this = ManuallyDrop::new(self);
        Py {
            object: this.object,
            home: this.home,
            of: PhantomData,
        }
    }

    /// Whether both are the same object (`is`). Needs no thread state.
    #[inline]
    pub fn is<U>(&self, other: &Py<U>) -> bool {
        self.as_ptr() == other.as_ptr()
    }

    /// Whether the object is `None`. Never suspends, so it can be asked inside an exclusive section too,
    /// with its [`NoSuspend`](crate::NoSuspend).
    ///
    /// # Panics
    /// If the object belongs to another interpreter.
    #[inline]
    #[track_caller]
    pub fn is_none(&self, proof: impl Attached) -> bool {
        // SAFETY: `None` lives as long as the interpreter; only its address is used.
        self.current_ptr(proof) == unsafe { ffi::Py_None() }
    }

    /// The object, converted to a Rust value: [`PyAnyMethods::extract`](crate::types::PyAnyMethods::extract).
    ///
    /// # Errors
    /// What the conversion raises.
    pub fn extract<'a, 'py, U>(&'a self, py: Python<'py>) -> PyResult<U>
    where
        U: FromPyObject<'a, 'py>,
        'py: 'a,
    {
        U::extract(self.as_any().bind(py))
    }
}

impl<T> Drop for Py<T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the handle owns the reference, and is gone after this.
        unsafe { give_up(self.object, self.home) }
    }
}

/// Never unwinds: nothing in it panics, and nothing that Python runs for it is unwound into Rust. `extern "C"` says so to
/// the compiler, which need not be ready for it then wherever a handle is dropped.
///
/// # Safety
/// As for `release`.
#[inline(never)]
unsafe extern "C" fn give_up(object: NonNull<ffi::PyObject>, home: Home) {
    // SAFETY: the caller's contract.
    unsafe { release(Reference { object, home }) }
}

/// The address only: anything else would need an attached thread. [`Bound`] shows the `repr()`.
impl<T> fmt::Debug for Py<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Py").field(&self.object).finish()
    }
}

impl<T> From<Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(object: Bound<'_, T>) -> Self {
        object.unbind()
    }
}

impl<T> From<&Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(object: &Bound<'_, T>) -> Self {
        object.clone().unbind()
    }
}

impl<T: NotPyAny> From<Bound<'_, T>> for Py<PyAny> {
    #[inline]
    fn from(object: Bound<'_, T>) -> Self {
        object.into_any().unbind()
    }
}

impl<T: NotPyAny> From<Py<T>> for Py<PyAny> {
    #[inline]
    fn from(object: Py<T>) -> Self {
        object.into_any()
    }
}
