//! One or two objects, locked by their bytes for as long as a body runs that cannot suspend.

use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU8, Ordering};

use super::innermost::innermost_holds;
use crate::{chaos, ffi};

/// The byte of a `PyMutex` that nobody holds.
const UNLOCKED: u8 = 0;
/// The byte of a `PyMutex` that is held and that nobody waits for.
pub(super) const LOCKED: u8 = 1;

/// What is held, and how it was taken.
enum Held {
    /// Nothing, or what the innermost section of the thread holds.
    Nothing,
    InlineOne(*mut ffi::PyObject),
    InlineTwo(*mut ffi::PyObject, *mut ffi::PyObject),
    Section,
    Section2,
}

/// Locks on one or two objects.
///
/// The fallback links `section` into the thread state by its address. So the value must stay
/// where it is between locking and unlocking, and sections must end in reverse order: it is
/// private, lives in a local variable of `enter`/`enter2`, and is unlocked there.
pub(in crate::section) struct ObjectLocks {
    held: Held,
    section: MaybeUninit<ffi::PyCriticalSection2>,
}

impl ObjectLocks {
    #[inline(always)]
    pub(in crate::section) fn new() -> ObjectLocks {
        ObjectLocks {
            held: Held::Nothing,
            section: MaybeUninit::uninit(),
        }
    }

    /// Locks `object`, waiting detached if someone else holds it.
    ///
    /// # Safety
    /// Attached; `object` is alive until `unlock`; nothing is held by `self`; until `unlock`,
    /// `self` stays where it is and the thread neither detaches nor begins another section.
    #[inline(always)]
    pub(in crate::section) unsafe fn lock_one(&mut self, object: *mut ffi::PyObject) {
        chaos::point();
        // SAFETY: the object is alive. Holding the byte without being on the section stack is
        // sound because the body cannot suspend: nobody needs to find this section to release it.
        if unsafe { try_lock(object) } {
            self.held = Held::InlineOne(object);
        // SAFETY: as above.
        } else if cfg!(not(Py_3_14)) && unsafe { innermost_holds(object) } {
            // From 3.14 on `PyCriticalSection_Begin` sees that by itself; before, it would suspend
            // that section to get its lock.
            self.held = Held::Nothing;
        } else {
            // SAFETY: the caller's contract is what `PyCriticalSection_Begin` needs. It is the
            // right fallback, and a plain `PyMutex_Lock` would not be: it detaches while it
            // waits, and copes with a lock that this very thread holds in a section further out.
            unsafe { ffi::PyCriticalSection_Begin(self.section.as_mut_ptr().cast(), object) };
            self.held = Held::Section;
        }
    }

    /// Locks two different objects, in the order of their addresses.
    ///
    /// # Safety
    /// As for `lock_one`, for both; `first` is not `second`.
    #[inline(always)]
    pub(in crate::section) unsafe fn lock_two(
        &mut self,
        first: *mut ffi::PyObject,
        second: *mut ffi::PyObject,
    ) {
        chaos::point();
        let (low, high) = if first < second {
            (first, second)
        } else {
            (second, first)
        };
        // SAFETY: as in `lock_one`. The first lock is given back before anything can wait, so
        // holding one never depends on getting the other.
        unsafe {
            if try_lock(low) {
                if try_lock(high) {
                    self.held = Held::InlineTwo(low, high);
                    return;
                }
                unlock(low);
            }
            if cfg!(not(Py_3_14)) && innermost_holds(low) && innermost_holds(high) {
                return;
            }
            ffi::PyCriticalSection2_Begin(self.section.as_mut_ptr(), low, high);
        }
        self.held = Held::Section2;
    }

    /// Gives back what is held.
    ///
    /// # Safety
    /// By the thread that locked, with `self` where it was then.
    #[inline(always)]
    pub(in crate::section) unsafe fn unlock(&mut self) {
        chaos::point();
        // SAFETY: exactly what was taken is given back, by the contract on the same thread and
        // from the same address; the objects are still alive.
        unsafe {
            match std::mem::replace(&mut self.held, Held::Nothing) {
                Held::Nothing => {}
                Held::InlineOne(object) => unlock(object),
                Held::InlineTwo(low, high) => {
                    unlock(high);
                    unlock(low);
                }
                Held::Section => ffi::PyCriticalSection_End(self.section.as_mut_ptr().cast()),
                Held::Section2 => ffi::PyCriticalSection2_End(self.section.as_mut_ptr()),
            }
        }
    }
}

/// # Safety
/// `object` is alive.
#[inline(always)]
unsafe fn lock_byte<'a>(object: *mut ffi::PyObject) -> &'a AtomicU8 {
    // SAFETY: the object is alive, and a `PyMutex` is one byte that everybody accesses
    // atomically.
    unsafe { AtomicU8::from_ptr((&raw mut (*object).ob_mutex).cast()) }
}

/// # Safety
/// `object` is alive.
#[inline(always)]
unsafe fn try_lock(object: *mut ffi::PyObject) -> bool {
    // SAFETY: the caller's contract.
    unsafe { lock_byte(object) }
        .compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed)
        .is_ok()
}

/// # Safety
/// `object` is alive and locked by `try_lock` on this thread.
#[inline(always)]
unsafe fn unlock(object: *mut ffi::PyObject) {
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
