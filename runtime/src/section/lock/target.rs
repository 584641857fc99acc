//! What is locked.

use super::bias::Bias;
use crate::class::{PyClass, PyClassObject, Usage};
use crate::{Bound, Python, ffi};

/// An object of a class, as what locks it sees it.
#[derive(Clone, Copy)]
pub(in crate::section) struct Target<'a> {
    /// A `PyClassObject`.
    pub(super) object: *mut ffi::PyObject,
    pub(super) usage: &'a Usage,
    pub(super) bias: &'static Bias,
}

impl<'a> Target<'a> {
    #[inline]
    pub(in crate::section) fn of<T: PyClass>(object: &'a Bound<'_, T>) -> Target<'a> {
        Target {
            object: object.as_ptr(),
            // SAFETY: the handle keeps the object alive for `'a`.
            usage: unsafe { PyClassObject::usage(PyClassObject::of(object)) },
            bias: T::cell().bias(),
        }
    }

    /// [`Bias::enter`].
    ///
    /// # Safety
    /// As there.
    #[inline]
    pub(super) unsafe fn enter_as_owner(self) -> bool {
        // SAFETY: the object is alive for `'a`; the rest is the caller's contract.
        unsafe { self.bias.enter(self.object, self.usage) }
    }

    /// Before the lock of the object is taken: see [`Bias::keep_owner_out`].
    #[inline]
    pub(in crate::section) fn keep_owner_out(self, py: Python<'_>) -> bool {
        // SAFETY: the object is alive for `'a`.
        unsafe { self.bias.keep_owner_out(py, self.object, self.usage) }
    }

    /// The same for two objects: while the thread waits for the owner of one, a collection may give the other
    /// one another owner.
    #[inline]
    pub(in crate::section) fn keep_owners_out(first: Self, second: Self, py: Python<'_>) {
        while first.keep_owner_out(py) | second.keep_owner_out(py) {}
    }
}
