//! With the GIL: nothing is locked.

use crate::ffi;

/// With the GIL: nothing. A body that cannot detach holds the GIL from end to end.
pub(in crate::section) struct ObjectLocks;

impl ObjectLocks {
    #[inline(always)]
    pub(in crate::section) fn new() -> ObjectLocks {
        ObjectLocks
    }

    #[inline(always)]
    pub(in crate::section) unsafe fn lock_one(&mut self, _object: *mut ffi::PyObject) {}

    #[inline(always)]
    pub(in crate::section) unsafe fn lock_two(
        &mut self,
        _first: *mut ffi::PyObject,
        _second: *mut ffi::PyObject,
    ) {
    }

    #[inline(always)]
    pub(in crate::section) unsafe fn unlock(&mut self) {}
}

/// With the GIL: nothing, as for the C macros. Who detaches gives the GIL up.
pub(in crate::section) struct StackSection;

impl StackSection {
    #[inline(always)]
    pub(in crate::section) fn new() -> StackSection {
        StackSection
    }

    #[inline(always)]
    pub(in crate::section) unsafe fn begin_one(&self, _object: *mut ffi::PyObject) {}

    #[inline(always)]
    pub(in crate::section) unsafe fn begin_two(
        &self,
        _first: *mut ffi::PyObject,
        _second: *mut ffi::PyObject,
    ) {
    }

    #[inline(always)]
    pub(in crate::section) unsafe fn end(&self) {}
}

/// With the GIL: always, and everything.
#[inline(always)]
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
