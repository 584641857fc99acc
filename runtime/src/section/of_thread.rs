//! What a thread is in while it is in an exclusive section, whatever that locks.

use std::cell::Cell;

use super::refused::Refused;
use crate::attach::{Slot, ThisThread, release_as_noted, release_set_aside};

/// One exclusive section of this thread. Dropping it ends it: it releases the references that died inside. So
/// what it locks is locked before it begins, and given back before it is dropped.
pub(crate) struct ExclusiveSection {
    thread: ThisThread,
    noted: Cell<Noted>,
}

/// Where a section is noted.
#[derive(Clone, Copy)]
enum Noted {
    /// It has not begun.
    Nowhere,
    InSlot(&'static Slot),
    /// In the status of the thread, which has no slot.
    InStatus,
}

impl ExclusiveSection {
    /// Not inside another one. Asked before locking: a thread that waited for a lock of its own would wait for ever.
    #[inline]
    pub(crate) fn prepare(thread: ThisThread) -> Result<ExclusiveSection, Refused> {
        let nested = match thread.slot() {
            Some(slot) => slot.is_inside(),
            None => is_nested(thread),
        };
        match nested {
            true => Err(Refused::Nested),
            false => Ok(ExclusiveSection {
                thread,
                noted: Cell::new(Noted::Nowhere),
            }),
        }
    }

    #[inline]
    pub(crate) fn begin(&self) {
        self.noted.set(match self.thread.slot() {
            Some(slot) => {
                slot.enter();
                Noted::InSlot(slot)
            }
            None => begin_in_status(self.thread),
        });
    }
}

impl Drop for ExclusiveSection {
    #[inline]
    fn drop(&mut self) {
        match self.noted.get() {
            Noted::Nowhere => {}
            Noted::InSlot(slot) => {
                if slot.leave() {
                    release(self.thread);
                }
            }
            Noted::InStatus => end_in_status(self.thread),
        }
    }
}

#[cold]
#[inline(never)]
fn is_nested(thread: ThisThread) -> bool {
    thread.status(|status| status.in_exclusive_section())
}

#[cold]
#[inline(never)]
fn begin_in_status(thread: ThisThread) -> Noted {
    thread.status(|status| status.set_exclusive(true));
    Noted::InStatus
}

#[cold]
#[inline(never)]
fn end_in_status(thread: ThisThread) {
    thread.status(|status| {
        status.set_exclusive(false);
        release_set_aside(status);
    });
}

#[cold]
#[inline(never)]
fn release(thread: ThisThread) {
    thread.status(release_as_noted);
}
