//! What a thread is in while it is in an exclusive section, whatever that locks.

use std::cell::Cell;

use super::refused::Refused;
use crate::attach::{ThisThread, release_as_noted};

/// One exclusive section of this thread. Dropping it ends it: it releases the references that died inside. So
/// what it locks is locked before it begins, and given back before it is dropped.
pub(crate) struct ExclusiveSection {
    thread: ThisThread,
    has_begun: Cell<bool>,
}

impl ExclusiveSection {
    /// Not inside another one. Asked before locking: a thread that waited for a lock of its own would wait for ever.
    #[inline]
    pub(crate) fn prepare(thread: ThisThread) -> Result<ExclusiveSection, Refused> {
        match thread.slot().is_inside() {
            true => Err(Refused::Nested),
            false => Ok(ExclusiveSection {
                thread,
                has_begun: Cell::new(false),
            }),
        }
    }

    #[inline]
    pub(crate) fn begin(&self) {
        self.thread.slot().enter();
        self.has_begun.set(true);
    }
}

impl Drop for ExclusiveSection {
    #[inline]
    fn drop(&mut self) {
        if self.has_begun.get() && self.thread.slot().leave() {
            release(self.thread);
        }
    }
}

#[cold]
#[inline(never)]
fn release(thread: ThisThread) {
    thread.status(release_as_noted);
}
