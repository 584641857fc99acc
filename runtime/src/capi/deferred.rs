//! Counts of references that CPython 3.13t defers, and gives up once there are threads.
//!
//! Without the GIL, 3.13 *defers* the count of references to classes that are written in Python, to modules and
//! to functions: only a collection ends them. When the main interpreter starts its first thread, those objects become
//! immortal, and what is like them from then on is so from the beginning. So threads do not write to one counter when
//! they make objects of one class. But types that extension modules make are left out, and there is no function to
//! ask for it before 3.14.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::ffi;

/// In `ob_gc_bits`: `_PyGC_BITS_DEFERRED`.
const DEFERRED: u8 = 64;
/// In `ob_ref_shared`: the bits beside the count, and the one of them that keeps other threads from handing the object to its owner.
const FLAGS: isize = 0b11;
const QUEUED: isize = 0b10;
/// In `ob_ref_local`, of objects that are never freed.
const IMMORTAL: u32 = u32::MAX;
/// In `ob_tid`, of objects that no thread owns.
const NOBODY: usize = 0;

/// Counts the references to a type as CPython does those to a class that is written in Python, in the same place and time.
///
/// # Safety
/// Attached; this thread has just made the type, and owns a reference to it.
pub(crate) unsafe fn defer_counts(class: *mut ffi::PyObject) {
    // SAFETY: attached. The references are new, or null.
    let sys = unsafe {
        let name = ffi::PyUnicode_InternFromString(c"sys".as_ptr());
        let sys = match name.is_null() {
            true => std::ptr::null_mut(),
            false => ffi::PyImport_GetModule(name),
        };
        ffi::Py_XDECREF(name);
        sys
    };
    if sys.is_null() {
        // SAFETY: attached. What could not be found out costs time, no more.
        unsafe { ffi::PyErr_Clear() };
        return;
    }
    // SAFETY: `sys` is a live object; the rest is the caller's contract.
    unsafe {
        defer_as(sys, class);
        ffi::Py_DECREF(sys);
    }
}

/// # Safety
/// As for `defer_counts`; `sys` is a live object.
unsafe fn defer_as(sys: *mut ffi::PyObject, class: *mut ffi::PyObject) {
    // SAFETY: both are live objects. Between the look at the module and the writes this thread is at no safe point, so it is
    // not the moment at which CPython makes objects immortal, for which it stops all threads. This thread owns the
    // type, so only it writes to the local count and the bits; others may count in the shared half, even if they have
    // the type from `object.__subclasses__()` already. What they have counted does not matter once it is immortal.
    unsafe {
        if (*sys).ob_ref_local.load(Relaxed) == IMMORTAL {
            ffi::PyObject_GC_UnTrack(class.cast());
            (*class).ob_ref_local.store(IMMORTAL, Relaxed);
            AtomicUsize::from_ptr(&raw mut (*class).ob_tid).store(NOBODY, Relaxed);
            return;
        }
        (*class).ob_gc_bits |= DEFERRED;
        let local = (*class).ob_ref_local.load(Relaxed);
        (*class).ob_ref_local.store(local + 1, Relaxed);
        let queued = |shared: isize| Some(shared & !FLAGS | QUEUED);
        let _ = (*class)
            .ob_ref_shared
            .fetch_update(Relaxed, Relaxed, queued);
    }
}
