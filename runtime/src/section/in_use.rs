//! The busy mark of an object.

use std::sync::atomic::{AtomicU8, Ordering};

use super::lock::ObjectLocks;
use super::payload::Payload;
use super::readers;
use super::refused::Refused;
use super::watched::note_change;
use crate::attach::ThisThread;
use crate::class::Usage;
use crate::ffi;

/// The payload of one object is in use, under its lock or beside other readers. Dropping it clears the
/// busy mark, which is atomic because after a breach by foreign code two threads may meet here.
pub(super) struct InUse<'a>(&'a AtomicU8);

impl<'a> InUse<'a> {
    /// Refused if the payload was in use already.
    ///
    /// # Safety
    /// `object` is the one that `usage` belongs to; `locks` holds its lock, or has entered as its owner.
    #[inline]
    pub(super) unsafe fn mark<P: Payload>(
        thread: ThisThread,
        usage: &'a Usage,
        locks: &ObjectLocks<'_, '_>,
        object: *mut ffi::PyObject,
    ) -> Result<InUse<'a>, Refused> {
        if usage.busy.load(Ordering::Relaxed) != Usage::IDLE {
            return Err(Refused::Busy);
        }
        let mark = match P::SHARED_READS && !P::EXCLUSIVE {
            true => Usage::IN_USE_BY_READER,
            false => Usage::IN_USE,
        };
        // Beside an owner without the lock nobody reads: who comes to read sends it away first. (Or is it this thread,
        // which is in one section at a time.)
        let excludes_readers = P::SHARED_READS && P::EXCLUSIVE && !locks.are_owners();
        match excludes_readers {
            true => usage.busy.store(mark, readers::ANNOUNCED),
            // With `Release`, for readers beside the lock that see a reader's mark: what was written before
            // this thread got the lock is there.
            false => usage.busy.store(mark, Ordering::Release),
        }
        let in_use = InUse(&usage.busy);
        if P::EXCLUSIVE {
            note_change(thread, usage);
            if excludes_readers {
                readers::wait(object);
            }
        }
        Ok(in_use)
    }
}

impl Drop for InUse<'_> {
    #[inline]
    fn drop(&mut self) {
        // With `Release`, for readers that do not take the lock: what was written is there when the
        // mark is gone.
        self.0.store(Usage::IDLE, Ordering::Release);
    }
}
