//! One section on the thread's stack of sections, as the C macros make it.

use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;

use crate::ffi;

/// One section on the thread's stack of sections: `PyCriticalSection` or `PyCriticalSection2`.
///
/// CPython writes to it from `begin` to `end`, also while the thread detaches and attaches.
pub(in crate::section) struct StackSection {
    pub(super) section: UnsafeCell<MaybeUninit<ffi::PyCriticalSection2>>,
    two: Cell<bool>,
}

impl StackSection {
    #[inline]
    pub(in crate::section) fn new() -> StackSection {
        StackSection {
            section: UnsafeCell::new(MaybeUninit::uninit()),
            two: Cell::new(false),
        }
    }

    /// # Safety
    /// Attached. Until `end`, `object` stays alive and `self` where it is, and sections of this
    /// thread end in reverse order.
    #[inline]
    pub(in crate::section) unsafe fn begin_one(&self, object: *mut ffi::PyObject) {
        self.two.set(false);
        // SAFETY: the caller's contract.
        unsafe { ffi::PyCriticalSection_Begin(self.section.get().cast(), object) }
    }

    /// # Safety
    /// As for `begin_one`, for both.
    #[inline]
    pub(in crate::section) unsafe fn begin_two(
        &self,
        first: *mut ffi::PyObject,
        second: *mut ffi::PyObject,
    ) {
        self.two.set(true);
        // SAFETY: the caller's contract.
        unsafe { ffi::PyCriticalSection2_Begin(self.section.get().cast(), first, second) }
    }

    /// # Safety
    /// As for `begin_one`, for a mutex.
    pub(super) unsafe fn begin_mutex(&self, mutex: *mut ffi::PyMutex) {
        self.two.set(false);
        #[cfg(Py_3_14)]
        // SAFETY: the caller's contract.
        unsafe {
            ffi::PyCriticalSection_BeginMutex(self.section.get().cast(), mutex);
        }
        #[cfg(not(Py_3_14))]
        // SAFETY: the caller's contract. All that 3.13 does with the object is to take the address
        // of its mutex, which is `mutex` again; there is no other way to begin a section on one.
        unsafe {
            let object = mutex
                .wrapping_byte_sub(std::mem::offset_of!(ffi::PyObject, ob_mutex))
                .cast();
            ffi::PyCriticalSection_Begin(self.section.get().cast(), object);
        }
    }

    /// # Safety
    /// Begun by this thread and not ended, and the innermost section of the thread.
    #[inline]
    pub(in crate::section) unsafe fn end(&self) {
        // SAFETY: the caller's contract.
        unsafe {
            match self.two.get() {
                true => ffi::PyCriticalSection2_End(self.section.get().cast()),
                false => ffi::PyCriticalSection_End(self.section.get().cast()),
            }
        }
    }
}
