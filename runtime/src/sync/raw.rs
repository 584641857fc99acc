//! The lock of one byte.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::{Python, chaos};

/// Somebody holds it.
pub(super) const LOCKED: u8 = 0b01;
/// Somebody waits for it, and has to be woken.
#[cfg(not(all(Py_3_13, not(Py_LIMITED_API))))]
pub(super) const HAS_WAITERS: u8 = 0b10;
/// Nobody does either.
pub(super) const UNLOCKED: u8 = 0;

/// A byte that one thread at a time can hold, and that the others wait for detached.
///
/// From CPython 3.13 on it is a `PyMutex`, bit for bit: taking and giving back what nobody else wants
/// is one compare-exchange here, and the rest is CPython's. Before, and with the limited API, the bits
/// mean the same and `park.rs` does the rest.
pub(super) struct RawMutex {
    bits: AtomicU8,
}

impl RawMutex {
    pub(super) const fn new() -> RawMutex {
        RawMutex {
            bits: AtomicU8::new(UNLOCKED),
        }
    }

    /// Takes the lock if nobody holds it. Never waits.
    #[inline(always)]
    pub(super) fn try_lock(&self) -> bool {
        chaos::point();
        self.take_unwanted() || self.take_unlocked()
    }

    /// Takes the lock if nobody holds it, nor wants it: so nobody has to be woken, who would be given the lock.
    pub(super) fn try_lock_alone(&self) -> bool {
        self.take_unwanted()
    }

    /// Takes the lock, and waits detached while somebody else holds it.
    ///
    /// # Panics
    /// If it would have to wait inside an exclusive section, where only `unsafe` code can have a token.
    #[inline(always)]
    pub(super) fn lock(&self, py: Python<'_>) {
        chaos::point();
        if !self.take_unwanted() {
            self.wait(py);
        }
    }

    /// # Safety
    /// The caller holds the lock, and gives it up.
    #[inline(always)]
    pub(super) unsafe fn unlock(&self) {
        chaos::point();
        if self
            .bits
            .compare_exchange(LOCKED, UNLOCKED, Ordering::Release, Ordering::Relaxed)
            .is_err()
        {
            // SAFETY: the caller's contract; and the exchange fails only if there are waiters.
            unsafe { self.unlock_and_wake() }
        }
    }

    pub(super) fn is_locked(&self) -> bool {
        self.bits.load(Ordering::Relaxed) & LOCKED != 0
    }

    /// Takes the lock if nobody holds it or waits for it: what is expected, and one instruction.
    #[inline(always)]
    fn take_unwanted(&self) -> bool {
        self.bits
            .compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
    }

    /// Takes the lock if nobody holds it, whoever waits for it: between an unlock and the moment when
    /// a waiter has woken up, the lock is free, and everybody may take it.
    #[cold]
    fn take_unlocked(&self) -> bool {
        let mut bits = self.bits.load(Ordering::Relaxed);
        while bits & LOCKED == 0 {
            match self.bits.compare_exchange_weak(
                bits,
                bits | LOCKED,
                Ordering::Acquire,
                Ordering::Relaxed,
            ) {
                Ok(_) => return true,
                Err(now) => bits = now,
            }
        }
        false
    }
}

#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
impl RawMutex {
    #[cold]
    fn wait(&self, py: Python<'_>) {
        if cfg!(Py_3_14) {
            crate::attach::status(|status| {
                if status.in_exclusive_section() {
                    crate::refusal::Refusal::Waiting.refuse();
                }
                status.note_detach();
            });
            // It comes back attached before it takes the lock, or has been given it while it was locked.
            self.wait_as_c_does();
        } else {
            // Up to 3.13.7, whoever attaches when the process ends is unwound by `pthread_exit`, through our
            // frames; `Waiting` attaches in a way that is not.
            crate::attach::Waiting::for_lock(py, self, || self.wait_as_c_does());
        }
    }

    fn wait_as_c_does(&self) {
        // SAFETY: the byte is a `PyMutex`, which stays where it is while it is borrowed. The function
        // may be called by any thread in any state: it detaches the one that is attached, and only to
        // wait; all sections of the thread are suspended then, and it is in no exclusive one, as `wait`
        // has checked.
        unsafe { crate::ffi::PyMutex_Lock(self.bits.as_ptr().cast()) }
    }

    /// # Safety
    /// As for `unlock`.
    #[cold]
    unsafe fn unlock_and_wake(&self) {
        // SAFETY: the byte is a `PyMutex` that the caller holds. Waking never detaches, so this may
        // also happen inside an exclusive section.
        unsafe { crate::ffi::PyMutex_Unlock(self.bits.as_ptr().cast()) }
    }
}

#[cfg(not(all(Py_3_13, not(Py_LIMITED_API))))]
impl RawMutex {
    #[cold]
    fn wait(&self, py: Python<'_>) {
        crate::attach::Waiting::for_lock(py, self, || super::park::lock(&self.bits));
    }

    /// # Safety
    /// As for `unlock`.
    #[cold]
    unsafe fn unlock_and_wake(&self) {
        super::park::unlock(&self.bits);
    }
}

impl Default for RawMutex {
    fn default() -> Self {
        RawMutex::new()
    }
}
