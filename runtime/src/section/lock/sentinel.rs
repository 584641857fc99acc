//! A section that tells whether others were suspended.

use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::{AtomicU8, Ordering};

use super::byte::LOCKED;
use super::innermost::{INACTIVE, is_active};
use super::stack::StackSection;
use crate::ffi;

/// A section on a lock that nobody else knows, around another section. The lock is open as soon as
/// that one has been suspended, because it is not given back to outer sections before it ends.
pub(in crate::section) struct Sentinel {
    mutex: UnsafeCell<ffi::PyMutex>,
    pub(super) section: StackSection,
    begun: Cell<bool>,
}

impl Sentinel {
    pub(in crate::section) fn new() -> Sentinel {
        Sentinel {
            mutex: UnsafeCell::new(ffi::PyMutex::new()),
            section: StackSection::new(),
            begun: Cell::new(false),
        }
    }

    /// # Safety
    /// Attached. Until it is dropped, `self` stays where it is, and sections of this thread end in
    /// reverse order. It is begun once.
    pub(in crate::section) unsafe fn begin(&self) {
        // SAFETY: the caller's contract; the mutex lives as long as the section.
        unsafe { self.section.begin_mutex(self.mutex.get()) };
        self.begun.set(true);
    }

    fn lock_byte(&self) -> &AtomicU8 {
        // SAFETY: a `PyMutex` is one byte that everybody accesses atomically.
        unsafe { AtomicU8::from_ptr(self.mutex.get().cast()) }
    }

    /// Whether sections of this thread have been suspended since `inner`, the next section inside,
    /// began, or since this was last called; or `inner` is suspended still, because a section inside
    /// it has not ended.
    ///
    /// If it is not suspended any more, the lock is closed again. CPython would do that when `inner`
    /// ends; here it is done as CPython does it: the lock taken, and the mark removed from the link,
    /// which is in `inner`'s own memory. Should the link look any other way than 3.13 to 3.15 make
    /// it, everything is left as it is, and what comes later counts with each call.
    ///
    /// # Safety
    /// Attached; `inner` has begun, inside `self`, and not ended.
    pub(in crate::section) unsafe fn was_opened(&self, inner: &StackSection) -> bool {
        if self.lock_byte().load(Ordering::Relaxed) == LOCKED {
            return false;
        }
        // Closed while `inner` is suspended, the lock would stay so: who suspends sections stops at
        // the first that is suspended already.
        // SAFETY: the caller's contract.
        if !unsafe { is_active(inner) } {
            return true;
        }
        // SAFETY: `inner` has begun and not ended, so its first word is the link that CPython wrote.
        // Nobody but this thread accesses it, and CPython not during this call.
        let link: &Cell<usize> = unsafe { &*inner.section.get().cast() };
        let address = self.section.section.get() as usize;
        if link.get() == address | INACTIVE {
            self.lock_byte().store(LOCKED, Ordering::Relaxed);
            link.set(address);
        }
        true
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        if self.begun.get() {
            // SAFETY: begun by this thread, not moved since, and by the contract of `begin` the
            // innermost section now. If the lock is open, then because the section is suspended:
            // CPython takes it again when the section inside ends.
            unsafe { self.section.end() }
        }
    }
}
