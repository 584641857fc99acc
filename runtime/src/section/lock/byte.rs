//! The byte of a `PyMutex`, as CPython's header locks and unlocks it where nobody else has it.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::attach::{ThisThread, ThreadStatus};
use crate::ffi;

/// The byte of a `PyMutex` that nobody holds.
pub(super) const UNLOCKED: u8 = 0;
/// The byte of a `PyMutex` that is held and that nobody waits for.
pub(super) const LOCKED: u8 = 1;

/// # Safety
/// `object` is alive.
#[inline]
pub(super) unsafe fn lock_byte<'a>(object: *mut ffi::PyObject) -> &'a AtomicU8 {
    // SAFETY: the object is alive, and a `PyMutex` is one byte that everybody accesses
    // atomically.
    unsafe { AtomicU8::from_ptr((&raw mut (*object).ob_mutex).cast()) }
}

/// # Safety
/// `object` is alive.
#[inline]
pub(super) unsafe fn try_lock(object: *mut ffi::PyObject) -> bool {
    // SAFETY: the caller's contract.
    unsafe { lock_byte(object) }
        .compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed)
        .is_ok()
}

/// `try_lock`, again and again, if the thread is given and the thread is patient.
///
/// # Safety
/// `object` is alive.
#[inline]
pub(super) unsafe fn try_lock_soon(object: *mut ffi::PyObject, thread: Option<ThisThread>) -> bool {
    match thread {
        // SAFETY: the caller's contract.
        Some(thread) => thread.status(|status| unsafe { try_lock_patiently(object, status) }),
        None => false,
    }
}

/// # Safety
/// `object` is alive.
#[cold]
#[inline(never)]
unsafe fn try_lock_patiently(object: *mut ffi::PyObject, status: &ThreadStatus) -> bool {
    // SAFETY: the caller's contract.
    let byte = unsafe { lock_byte(object) };
    status.patience.looks().any(|()| {
        // SAFETY: the caller's contract.
        byte.load(Ordering::Relaxed) == UNLOCKED && unsafe { try_lock(object) }
    })
}

/// # Safety
/// `object` is alive and locked by `try_lock` on this thread.
#[inline]
pub(super) unsafe fn unlock(object: *mut ffi::PyObject) {
    // SAFETY: the caller's contract.
    let byte = unsafe { lock_byte(object) };
    if byte
        .compare_exchange(LOCKED, UNLOCKED, Ordering::Release, Ordering::Relaxed)
        .is_err()
    {
        // SAFETY: the mutex is locked by this thread; somebody waits for it and has to be woken,
        // which the inline path cannot do.
        unsafe { ffi::PyMutex_Unlock(&raw mut (*object).ob_mutex) }
    }
}
