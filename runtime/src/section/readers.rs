//! Readers side by side: `#[pyclass(lock = "rw")]`.
//!
//! A counter of readers in the object would be one more thing that all of them write to, and so no
//! faster than a lock. Instead each thread has a place of its own, known to all, where it says which
//! object it is reading; one place is enough, because exclusive sections do not nest. A writer, who has
//! the object's lock, sets the busy mark and waits until no place names the object.
//!
//! Reader: say what is read, *then* look for a writer. Writer: say that it writes, *then* look for
//! readers. All four are sequentially consistent, that is in one order for all threads, so at least one of the two sees the
//! other. A reader that sees a writer takes its word back, looks on for a while whether the writer goes, as most soon do,
//! and if not takes the lock.
//!
//! The writer waits attached, and so must not wait for anything that could wait for it: a reader's body
//! can neither detach nor block on a lock of the framework, so it ends.

use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use crate::attach::{ThreadStatus, status};
use crate::class::Usage;
use crate::{chaos, ffi};

/// The order of what readers and writers say and where they look, of both sides.
pub(super) const ANNOUNCED: Ordering = Ordering::SeqCst;

/// Where one thread says what it reads. On a cache line of its own (two, for processors that fetch
/// pairs), because only its thread writes to it. Never freed, but used by the next thread.
#[repr(align(128))]
pub(crate) struct ReaderSlot {
    object: AtomicPtr<ffi::PyObject>,
    taken: AtomicBool,
    next: *const ReaderSlot,
}

// SAFETY: `next` is written before the slot is known to others, and never again; slots are not freed.
unsafe impl Sync for ReaderSlot {}

/// All slots: a list that only grows, at its head.
static SLOTS: AtomicPtr<ReaderSlot> = AtomicPtr::new(ptr::null_mut());

/// This thread is reading an object; no writer gets in until it is dropped.
pub(super) struct Reading(&'static ReaderSlot);

impl Reading {
    /// `None` if a writer is there and stays.
    #[inline]
    pub(super) fn begin(
        status: &ThreadStatus,
        object: *mut ffi::PyObject,
        usage: &Usage,
    ) -> Option<Reading> {
        chaos::point();
        let slot = own_slot(status)?;
        status.patience.note_use();
        match Self::announce(slot, object, usage) {
            None => Self::begin_after_writer(status, slot, object, usage),
            reading => reading,
        }
    }

    /// `None` if a writer is there, or has come to wait.
    #[inline]
    fn announce(
        slot: &'static ReaderSlot,
        object: *mut ffi::PyObject,
        usage: &Usage,
    ) -> Option<Reading> {
        let reading = Reading(slot);
        // Releases, too, for a writer that comes upon this and waits for an earlier object that this
        // thread, or the one that had the slot before, has read: that reading is over.
        slot.object.store(object, ANNOUNCED);
        chaos::point();
        // Acquires, too, because the mark that the last writer cleared, or that a reader under the lock
        // has set since, tells that its writes are done.
        match usage.busy.load(ANNOUNCED) {
            Usage::IN_USE => None,
            _ => Some(reading),
        }
    }

    #[cold]
    #[inline(never)]
    fn begin_after_writer(
        status: &ThreadStatus,
        slot: &'static ReaderSlot,
        object: *mut ffi::PyObject,
        usage: &Usage,
    ) -> Option<Reading> {
        for () in status.patience.looks() {
            if usage.busy.load(Ordering::Relaxed) != Usage::IN_USE {
                let reading = Self::announce(slot, object, usage);
                if reading.is_some() {
                    return reading;
                }
            }
        }
        None
    }
}

impl Drop for Reading {
    #[inline]
    fn drop(&mut self) {
        chaos::point();
        // With `Release`, so that what the writer does comes after all that was read.
        self.0.object.store(ptr::null_mut(), Ordering::Release);
    }
}

/// Waits until nobody reads `object` beside the lock. The caller has the lock and has set the busy
/// mark (`ANNOUNCED`), so nobody begins to.
#[inline]
pub(super) fn wait(object: *mut ffi::PyObject) {
    chaos::point();
    // A slot that is not in the list yet has not been used for anything yet.
    let mut slot = SLOTS.load(ANNOUNCED).cast_const();
    // SAFETY: slots are never freed.
    while let Some(place) = unsafe { slot.as_ref() } {
        let mut turns = 0u32;
        // Acquires, too: what the reader has read, it has read.
        while place.object.load(ANNOUNCED) == object {
            // A reader that does not run at the moment needs this thread's processor to go on.
            match turns {
                0..64 => std::hint::spin_loop(),
                _ => std::thread::yield_now(),
            }
            turns = turns.saturating_add(1);
        }
        slot = place.next;
    }
}

/// The slot of this thread. `None` while the thread's locals are being destroyed.
#[inline]
fn own_slot(status: &ThreadStatus) -> Option<&'static ReaderSlot> {
    let slot = status.reader.get();
    if slot.is_null() {
        take_slot()
    } else {
        // SAFETY: slots are never freed.
        Some(unsafe { &*slot })
    }
}

/// Gives the slot back when the thread ends.
struct Lease(Cell<Option<&'static ReaderSlot>>);

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(slot) = self.0.take() {
            status(|status| status.reader.set(ptr::null()));
            slot.taken.store(false, Ordering::Release);
        }
    }
}

thread_local! {
    static LEASE: Lease = const { Lease(Cell::new(None)) };
}

#[cold]
fn take_slot() -> Option<&'static ReaderSlot> {
    LEASE
        .try_with(|lease| {
            let slot = free_slot().unwrap_or_else(new_slot);
            lease.0.set(Some(slot));
            status(|status| status.reader.set(slot));
            slot
        })
        .ok()
}

fn free_slot() -> Option<&'static ReaderSlot> {
    let mut slot = SLOTS.load(Ordering::Acquire).cast_const();
    // SAFETY: slots are never freed.
    while let Some(place) = unsafe { slot.as_ref() } {
        let free = place
            .taken
            .compare_exchange(false, true, Ordering::AcqRel, Ordering::Relaxed);
        if free.is_ok() {
            return Some(place);
        }
        slot = place.next;
    }
    None
}

fn new_slot() -> &'static ReaderSlot {
    let slot = Box::into_raw(Box::new(ReaderSlot {
        object: AtomicPtr::new(ptr::null_mut()),
        taken: AtomicBool::new(true),
        next: ptr::null(),
    }));
    let mut head = SLOTS.load(Ordering::Relaxed);
    loop {
        // SAFETY: nobody else knows the slot before the exchange succeeds.
        unsafe { (*slot).next = head };
        match SLOTS.compare_exchange_weak(head, slot, ANNOUNCED, Ordering::Relaxed) {
            // SAFETY: it is never freed.
            Ok(_) => return unsafe { &*slot },
            Err(now) => head = now,
        }
    }
}

/// In the child of a fork: of the threads that had slots, only this one is left. None of the others was
/// reading: Python forks with all of them at a safe point, or with the GIL.
pub(crate) fn after_fork_in_child() {
    let own = status(|status| status.reader.get());
    let mut slot = SLOTS.load(Ordering::Acquire).cast_const();
    // SAFETY: slots are never freed.
    while let Some(place) = unsafe { slot.as_ref() } {
        if !ptr::eq(place, own) {
            place.object.store(ptr::null_mut(), Ordering::Release);
            place.taken.store(false, Ordering::Release);
        }
        slot = place.next;
    }
}
