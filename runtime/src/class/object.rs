//! The memory of an object of a class.

use std::cell::UnsafeCell;
use std::ffi::c_int;
use std::mem::offset_of;
#[cfg(Py_GIL_DISABLED)]
use std::sync::atomic::AtomicBool;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

use super::PyClass;
use crate::{Bound, Python, ffi};

/// An object of class `T`: CPython's header, what is known of the payload's use, the payload.
#[repr(C)]
pub struct PyClassObject<T> {
    pub(super) header: ffi::PyObject,
    pub(crate) usage: Usage,
    pub(super) payload: UnsafeCell<T>,
}

// What `Usage::of` needs: where the usage is does not depend on the payload.
const _: () = assert!(
    offset_of!(PyClassObject<()>, usage) == offset_of!(PyClassObject<u8>, usage)
        && offset_of!(PyClassObject<()>, usage) == offset_of!(PyClassObject<[u128; 3]>, usage)
);

/// How the payload of a locked class is used. Unused by frozen classes.
#[derive(Default)]
pub struct Usage {
    /// The busy mark: whether a payload reference exists under the object's lock. `IDLE`, `IN_USE`, or
    /// `IN_USE_BY_READER`.
    pub(crate) busy: AtomicU8,
    /// Whether the thread that owns the object is using the payload without the lock. Written by that thread
    /// only.
    #[cfg(Py_GIL_DISABLED)]
    pub(crate) owner_inside: AtomicBool,
    /// How often the payload could have been changed; wraps around. Written under the lock.
    pub(crate) version: AtomicU32,
}

impl Usage {
    /// No payload reference under the lock. New objects are so: their memory is zeroed, or this written to it.
    pub(crate) const IDLE: u8 = 0;
    /// A payload reference, which in classes with readers side by side is a writer's.
    pub(crate) const IN_USE: u8 = 1;
    /// In classes with readers side by side: that of a reader who had to wait for the lock. It keeps
    /// nobody from reading beside it, which `IN_USE` does.
    pub(crate) const IN_USE_BY_READER: u8 = 2;

    /// That of an object.
    ///
    /// # Safety
    /// `object` is alive for `'a`, and a `PyClassObject`.
    #[inline(always)]
    pub(crate) unsafe fn of<'a>(object: *mut ffi::PyObject) -> &'a Usage {
        // SAFETY: the caller's contract; its fields are only accessed atomically, and where they are does not depend on
        // the payload, which comes after them.
        unsafe { &(*object.cast::<PyClassObject<()>>()).usage }
    }

    /// Whether there is a payload reference under the lock, or one of the owner's without it.
    pub(crate) fn is_in_use(&self) -> bool {
        #[cfg(Py_GIL_DISABLED)]
        let owner_inside = self.owner_inside.load(Ordering::Acquire);
        #[cfg(not(Py_GIL_DISABLED))]
        let owner_inside = false;
        owner_inside || self.busy.load(Ordering::Acquire) != Usage::IDLE
    }
}

/// Two cores cannot write to one of these at a time. (Some processors fetch two at once; what that costs is not
/// worth twice the memory.)
const CACHE_LINE: usize = match cfg!(all(target_arch = "aarch64", target_vendor = "apple")) {
    true => 128,
    false => 64,
};

impl<T: PyClass> PyClassObject<T> {
    /// CPython's allocators align objects to 16 bytes.
    pub(super) const ALIGNMENT_FITS: () = assert!(
        align_of::<PyClassObject<T>>() <= 16,
        "a class cannot need an alignment of more than 16 bytes: put the field into a `Box`"
    );

    /// What CPython is told of the size is a C `int`. A size that is cut off there would make objects that are
    /// smaller than their payload.
    ///
    /// ```compile_fail,E0080
    /// use freehold::prelude::*;
    ///
    /// #[pyclass]
    /// struct Huge {
    ///     bytes: std::mem::MaybeUninit<[u8; 1 << 32]>,
    /// }
    ///
    /// Python::attach(|py| drop(py.get_type::<Huge>()));
    /// ```
    pub(super) const BASIC_SIZE: c_int = {
        let size = size_of::<PyClassObject<T>>() + Self::DISTANCE;
        assert!(
            size <= c_int::MAX as usize,
            "a class cannot be larger than 2 GiB: put the field into a `Box`"
        );
        size as c_int
    };

    /// What lies between an object and the next one, so that they have no cache line in common, wherever
    /// CPython's allocator puts them: it aligns nothing to more than 16 bytes. With the GIL, one thread at a time
    /// uses objects, and nothing is gained.
    const DISTANCE: usize = match cfg!(Py_GIL_DISABLED) && T::CACHE_ALIGNED {
        true => CACHE_LINE,
        false => 0,
    };

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

    /// # Safety
    /// `object` is alive for all of `'a`.
    #[inline(always)]
    pub(crate) unsafe fn usage<'a>(object: *mut PyClassObject<T>) -> &'a Usage {
        // SAFETY: the object is alive.
        unsafe { Usage::of(object.cast()) }
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
