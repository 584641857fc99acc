//! What a thread is in while it is in an exclusive section, whatever that locks.

use std::cell::Cell;

use super::refused::Refused;
use crate::attach::{ThreadStatus, release_set_aside};

/// One exclusive section of this thread. Dropping it ends it: it releases the references that died inside. So
/// what it locks is locked before it begins, and given back before it is dropped.
pub(crate) struct ExclusiveSection<'s> {
    status: &'s ThreadStatus,
    begun: Cell<bool>,
}

impl<'s> ExclusiveSection<'s> {
    /// Asked before locking: a thread that waited for a lock of its own would wait for ever.
    #[inline(always)]
    pub(crate) fn may_begin(status: &ThreadStatus) -> Result<(), Refused> {
        match status.in_exclusive_section() {
            true => Err(Refused::Nested),
            false => Ok(()),
        }
    }

    #[inline(always)]
    pub(crate) fn new(status: &'s ThreadStatus) -> ExclusiveSection<'s> {
        ExclusiveSection {
            status,
            begun: Cell::new(false),
        }
    }

    #[inline(always)]
    pub(crate) fn begin(&self) {
        self.status.set_exclusive(true);
        self.begun.set(true);
    }
}

impl Drop for ExclusiveSection<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.begun.get() {
            self.status.set_exclusive(false);
            release_set_aside(self.status);
        }
    }
}
