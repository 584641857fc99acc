//! What Freehold knows about the running thread.

use std::cell::{Cell, UnsafeCell};
use std::mem::ManuallyDrop;

use super::elsewhere::Elsewhere;
use super::kept::Kept;
use super::release::Reference;
use super::slot::{self, Slot};
use crate::interpreter::{Home, Place};
use crate::section::{Patience, ReaderSlot, Section};
use crate::{capi, ffi};

/// The status of one thread. Nothing in it needs a destructor, so it can be asked for at any time,
/// also while the thread's other thread-locals are being destroyed.
pub(crate) struct ThreadStatus {
    /// The slot of a thread that has no other.
    pub(super) slot: Slot,
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
    /// Whether this thread waits attached for readers and writers.
    pub(crate) patience: Patience,
    /// What `detach` has put aside; nothing while Freehold has not detached the thread.
    pub(super) detached_from: Cell<Left>,
    /// The gates of interpreters that the thread is inside of, the innermost first.
    pub(crate) inside: Cell<*const Place>,
    /// What the thread has left for other interpreters, the latest first.
    pub(super) elsewhere: Cell<*const Elsewhere>,
    /// The thread states that guards of this thread keep.
    pub(super) kept: Cell<*mut Kept>,
    /// What CPython may still know the thread by, although it has deleted it.
    pub(super) stale: Cell<*mut ffi::PyThreadState>,
    #[cfg(not(Py_3_12))]
    restored: Cell<*mut ffi::PyThreadState>,
    /// References that were dropped where they could not be released.
    bag: UnsafeCell<ManuallyDrop<Vec<Reference>>>,
}

/// A thread state that the thread has detached from, and its interpreter, which must not be asked of the
/// thread state: that may be gone.
#[derive(Clone, Copy)]
pub(crate) struct Left {
    pub(super) thread_state: *mut ffi::PyThreadState,
    pub(super) home: Home,
}

impl Left {
    pub(super) const NOTHING: Left = Left {
        thread_state: std::ptr::null_mut(),
        home: Home::MAIN,
    };

    /// Nothing, and of no interpreter.
    pub(super) const NOWHERE: Left = Left {
        thread_state: std::ptr::null_mut(),
        home: Home::NONE,
    };

    #[inline(always)]
    pub(super) fn is_nothing(self) -> bool {
        self.thread_state.is_null()
    }

    /// Detaches the thread (`PyEval_SaveThread`).
    ///
    /// # Safety
    /// The thread is attached.
    #[inline(always)]
    pub(super) unsafe fn current() -> Left {
        let home = Home::current();
        // SAFETY: the caller's contract.
        let thread_state = unsafe { ffi::PyEval_SaveThread() };
        Left { thread_state, home }
    }

    /// Attaches the thread again (`PyEval_RestoreThread`).
    ///
    /// # Safety
    /// This thread has left the thread state and has not come back to it, and it is not attached.
    #[inline(always)]
    pub(super) unsafe fn restore(self) {
        // SAFETY: the caller's contract.
        unsafe { ffi::PyEval_RestoreThread(self.thread_state) }
        #[cfg(not(Py_3_12))]
        status(|status| status.restored.set(self.thread_state));
    }
}

/// The thread state that Freehold has attached this thread with most recently, unless it is gone. Before 3.12,
/// where CPython tells which thread state is attached, but not to which thread.
#[cfg(not(Py_3_12))]
pub(crate) fn restored() -> *mut ffi::PyThreadState {
    status(|status| status.restored.get())
}

/// Before a thread state is deleted: another one may get its address.
pub(super) fn forget(thread_state: *mut ffi::PyThreadState) {
    #[cfg(not(Py_3_12))]
    status(|status| {
        if status.restored.get() == thread_state {
            status.restored.set(std::ptr::null_mut());
        }
    });
    #[cfg(Py_3_12)]
    let _ = thread_state;
}

thread_local! {
    static STATUS: ThreadStatus = const {
        ThreadStatus {
            slot: Slot::new(),
            payload_drops: Cell::new(0),
            emptying: Cell::new(false),
            detaches: Cell::new(0),
            watched: Cell::new(std::ptr::null()),
            reader: Cell::new(std::ptr::null()),
            patience: Patience::new(),
            detached_from: Cell::new(Left::NOTHING),
            inside: Cell::new(std::ptr::null()),
            elsewhere: Cell::new(std::ptr::null()),
            kept: Cell::new(std::ptr::null_mut()),
            stale: Cell::new(std::ptr::null_mut()),
            #[cfg(not(Py_3_12))]
            restored: Cell::new(std::ptr::null_mut()),
            bag: UnsafeCell::new(ManuallyDrop::new(Vec::new())),
        }
    };
}

// So it is never destroyed, and there for as long as the thread is.
const _: () = assert!(!std::mem::needs_drop::<ThreadStatus>());

/// Runs `f` with the status of this thread.
#[inline(always)]
pub(crate) fn status<R>(f: impl FnOnce(&ThreadStatus) -> R) -> R {
    // SAFETY: the status is there until this thread ends, and `f`, which runs on it, cannot keep the reference.
    f(unsafe { &*own_status() })
}

/// `LocalKey::with`, which is compiled once more for each closure.
#[inline]
fn own_status() -> *const ThreadStatus {
    STATUS.with(std::ptr::from_ref)
}

/// What a section asks of its thread, most of which stands in its slot. Not `Send`.
#[derive(Clone, Copy)]
pub(crate) struct ThisThread {
    slot: *const Slot,
}

impl ThisThread {
    #[inline(always)]
    pub(crate) fn get() -> ThisThread {
        ThisThread { slot: slot::own() }
    }

    #[inline(always)]
    pub(crate) fn slot(&self) -> &Slot {
        // SAFETY: it is a static, or in the status of this thread, which is there until the thread ends; and this value does
        // not leave the thread.
        unsafe { &*self.slot }
    }

    /// Runs `f` with the status of the thread, which takes longer to find.
    #[inline(always)]
    pub(crate) fn status<R>(self, f: impl FnOnce(&ThreadStatus) -> R) -> R {
        status(f)
    }
}

/// Whether this thread is attached to an interpreter, whoever attached it.
pub(crate) fn is_attached() -> bool {
    !capi::current_thread_state().is_null()
}

impl ThreadStatus {
    /// Whether the thread is inside an exclusive section.
    #[inline(always)]
    pub(crate) fn in_exclusive_section(&self) -> bool {
        self.slot.is_inside() || slot::taken().is_some_and(Slot::is_inside)
    }

    /// Notes that Freehold detaches the thread, or has CPython do so.
    #[inline(always)]
    pub(crate) fn note_detach(&self) {
        self.detaches.set(self.detaches.get().wrapping_add(1));
    }

    /// Whether a reference that dies now has to wait.
    #[inline(always)]
    pub(super) fn must_set_aside(&self) -> bool {
        self.in_exclusive_section() || self.payload_drops.get() > 0
    }

    /// Notes for the next section whether there is something in the bag.
    pub(super) fn note_set_aside(&self, some: bool) {
        // Here, too, for a thread that has given its slot back.
        self.slot.note_set_aside(some);
        if let Some(slot) = slot::taken() {
            slot.note_set_aside(some);
        }
    }

    pub(super) fn set_aside(&self, reference: Reference) {
        self.note_set_aside(true);
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
