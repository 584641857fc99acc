//! The memory of an object of a class.

use std::cell::UnsafeCell;
use std::sync::atomic::AtomicBool;

use super::PyClass;
use crate::{Bound, Python, ffi};

/// An object of class `T`: CPython's header, the busy mark, the payload.
#[repr(C)]
pub struct PyClassObject<T> {
    pub(super) header: ffi::PyObject,
    /// Set while a payload reference exists under the object's lock; unused by frozen classes.
    pub(crate) busy: AtomicBool,
    pub(super) payload: UnsafeCell<T>,
}

impl<T: PyClass> PyClassObject<T> {
    /// CPython's allocators align objects to 16 bytes.
    pub(super) const ALIGNMENT_FITS: () = assert!(
        align_of::<PyClassObject<T>>() <= 16,
        "a class cannot need an alignment of more than 16 bytes: put the field into a `Box`"
    );

    /// The memory of an object that is of class `T`, by the handle's type.
    #[inline(always)]
    pub(crate) fn of(object: &Bound<'_, T>) -> *mut PyClassObject<T> {
        object.as_ptr().cast()
    }

    /// Where the payload is. Who dereferences the result answers for the lock.
    ///
    /// # Safety
    /// `object` is alive.
    #[inline(always)]
    pub(crate) unsafe fn payload(object: *mut PyClassObject<T>) -> *mut T {
        // SAFETY: the object is alive; only the address of the field is taken.
        unsafe { UnsafeCell::raw_get(&raw const (*object).payload) }
    }
}

/// The object that a method was called on.
///
/// # Safety
/// `slf` is a live object of class `T`, for as long as it is borrowed: CPython's method, property and
/// slot descriptors check the type before they call.
#[inline(always)]
pub unsafe fn receiver<'a, 'py, T: PyClass>(
    py: Python<'py>,
    slf: &'a *mut ffi::PyObject,
) -> &'a Bound<'py, T> {
    // SAFETY: the caller's contract.
    unsafe { Bound::ref_from_ptr(py, slf).cast_unchecked() }
}
