//! With the GIL: nothing is locked.

use std::marker::PhantomData;

use crate::attach::ThisThread;
use crate::class::{PyClass, Usage};
use crate::{Bound, Python, ffi};

/// With the GIL: no lock, so nobody to be spared it.
pub struct Bias;

impl Bias {
    pub(crate) const fn new() -> Bias {
        Bias
    }

    pub(crate) fn begin(&self) {}
}

/// An object of a class.
#[derive(Clone, Copy)]
pub(in crate::section) struct Target<'a>(PhantomData<&'a Usage>);

impl<'a> Target<'a> {
    #[inline]
    pub(in crate::section) fn of<T: PyClass>(_object: &'a Bound<'_, T>) -> Target<'a> {
        Target(PhantomData)
    }

    #[inline]
    pub(in crate::section) fn keep_owner_out(self, _py: Python<'_>) -> bool {
        false
    }

    #[inline]
    pub(in crate::section) fn keep_owners_out(_first: Self, _second: Self, _py: Python<'_>) {}
}

/// With the GIL: nothing to note.
pub(in crate::section) struct LockPlace;

impl LockPlace {
    #[inline]
    pub(in crate::section) fn new() -> Self {
        LockPlace
    }
}

/// With the GIL: nothing. A body that cannot detach holds the GIL from end to end.
pub(in crate::section) struct ObjectLocks<'l, 'a>(PhantomData<(&'l mut LockPlace, &'a Usage)>);

impl<'l, 'a> ObjectLocks<'l, 'a> {
    #[inline]
    pub(in crate::section) fn new(
        _place: &'l mut LockPlace,
        _first: Target<'a>,
        _second: Target<'a>,
    ) -> ObjectLocks<'l, 'a> {
        ObjectLocks(PhantomData)
    }

    #[inline]
    pub(in crate::section) fn are_owners(&self) -> bool {
        false
    }

    #[inline]
    pub(in crate::section) unsafe fn enter_as_owner(&mut self, _py: Python<'_>) -> bool {
        false
    }

    #[inline]
    pub(in crate::section) fn keep_owner_out(&self, _py: Python<'_>) {}

    #[inline]
    pub(in crate::section) unsafe fn take_one(
        &mut self,
        _py: Python<'_>,
        _among_readers: Option<ThisThread>,
    ) {
    }

    #[inline]
    pub(in crate::section) unsafe fn lock_one(&mut self, _py: Python<'_>) {}

    #[inline]
    pub(in crate::section) unsafe fn lock_two(&mut self, _py: Python<'_>) {}

    #[inline]
    pub(in crate::section) fn unlock_one(self) {}

    #[inline]
    pub(in crate::section) fn unlock_two(self) {}
}

/// With the GIL: nothing, as for the C macros. Who detaches gives the GIL up.
pub(in crate::section) struct StackSection;

impl StackSection {
    #[inline]
    pub(in crate::section) fn new() -> StackSection {
        StackSection
    }

    #[inline]
    pub(in crate::section) unsafe fn begin_one(&self, _object: *mut ffi::PyObject) {}

    #[inline]
    pub(in crate::section) unsafe fn begin_two(
        &self,
        _first: *mut ffi::PyObject,
        _second: *mut ffi::PyObject,
    ) {
    }

    #[inline]
    pub(in crate::section) unsafe fn end(&self) {}
}

/// With the GIL: always, and everything.
#[inline]
pub(in crate::section) unsafe fn innermost_holds(_object: *mut ffi::PyObject) -> bool {
    true
}

/// With the GIL: nothing.
pub(in crate::section) struct Sentinel;

impl Sentinel {
    pub(in crate::section) fn new() -> Sentinel {
        Sentinel
    }

    pub(in crate::section) unsafe fn begin(&self) {}

    pub(in crate::section) unsafe fn was_opened(&self, _inner: &StackSection) -> bool {
        false
    }
}
