//! What Freehold knows about the running thread.

use std::cell::{Cell, UnsafeCell};
use std::mem::ManuallyDrop;

use super::release::Reference;
use crate::section::{ReaderSlot, Section};
use crate::{capi, ffi};

/// The status of one thread. Nothing in it needs a destructor, so it can be asked for at any time,
/// also while the thread's other thread-locals are being destroyed.
pub(crate) struct ThreadStatus {
    /// Whether the thread is inside an exclusive section. Sections of this kind never nest.
    exclusive: Cell<bool>,
    /// How many payloads the thread is dropping, one inside the other.
    pub(super) payload_drops: Cell<u32>,
    /// Whether the bag is being emptied further out on this thread's stack.
    pub(super) emptying: Cell<bool>,
    /// How often Freehold has detached the thread; wraps around.
    pub(crate) detaches: Cell<usize>,
    /// The innermost watched section of this thread.
    pub(crate) watched: Cell<*const Section<'static>>,
    /// Where this thread says what it reads beside other readers; null until it first does.
    pub(crate) reader: Cell<*const ReaderSlot>,
    /// The thread state that `detach` has put aside; null while Freehold has not detached the thread.
    pub(super) detached_from: Cell<*mut ffi::PyThreadState>,
    /// References that were dropped where they could not be released.
    bag: UnsafeCell<ManuallyDrop<Vec<Reference>>>,
}

thread_local! {
    static STATUS: ThreadStatus = const {
        ThreadStatus {
            exclusive: Cell::new(false),
            payload_drops: Cell::new(0),
            emptying: Cell::new(false),
            detaches: Cell::new(0),
            watched: Cell::new(std::ptr::null()),
            reader: Cell::new(std::ptr::null()),
            detached_from: Cell::new(std::ptr::null_mut()),
            bag: UnsafeCell::new(ManuallyDrop::new(Vec::new())),
        }
    };
}

/// Runs `f` with the status of this thread.
#[inline(always)]
pub(crate) fn status<R>(f: impl FnOnce(&ThreadStatus) -> R) -> R {
    STATUS.with(f)
}

/// Whether this thread is attached to an interpreter, whoever attached it.
pub(crate) fn is_attached() -> bool {
    !capi::current_thread_state().is_null()
}

impl ThreadStatus {
    /// Whether the thread is inside an exclusive section.
    #[inline(always)]
    pub(crate) fn in_exclusive_section(&self) -> bool {
        self.exclusive.get()
    }

    /// Notes that an exclusive section begins or ends.
    #[inline(always)]
    pub(crate) fn set_exclusive(&self, inside: bool) {
        self.exclusive.set(inside);
    }

    /// Notes that Freehold detaches the thread, or has CPython do so.
    #[inline(always)]
    pub(crate) fn note_detach(&self) {
        self.detaches.set(self.detaches.get().wrapping_add(1));
    }

    /// Whether a reference that dies now has to wait.
    #[inline(always)]
    pub(super) fn must_set_aside(&self) -> bool {
        self.exclusive.get() || self.payload_drops.get() > 0
    }

    pub(super) fn set_aside(&self, reference: Reference) {
        // SAFETY: only this thread reaches its own status, and the borrow ends before anything else
        // can run: `push` calls nothing but the allocator.
        unsafe { (*self.bag.get()).push(reference) }
    }

    /// Takes everything out of the bag. The empty vector that stays behind owns no memory, which is
    /// why the thread-local needs no destructor.
    pub(super) fn take_bag(&self) -> Vec<Reference> {
        // SAFETY: as in `set_aside`.
        unsafe { std::mem::take(&mut **self.bag.get()) }
    }

    #[inline(always)]
    pub(super) fn bag_is_empty(&self) -> bool {
        // SAFETY: as in `set_aside`.
        unsafe { (*self.bag.get()).is_empty() }
    }
}
