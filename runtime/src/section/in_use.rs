//! The busy mark of an object.

use std::sync::atomic::{AtomicU8, Ordering};

use super::payload::Payload;
use super::readers;
use super::refused::Refused;
use super::watched::note_change;
use crate::attach::ThreadStatus;
use crate::class::Usage;
use crate::ffi;

/// The payload of one object is in use, under its lock or beside other readers. Dropping it clears the
/// busy mark, which is atomic because after a breach by foreign code two threads may meet here.
pub(super) struct InUse<'a>(&'a AtomicU8);

impl<'a> InUse<'a> {
    /// Refused if the payload was in use already.
    ///
    /// # Safety
    /// `object` is the one that `usage` belongs to; its lock is held.
    #[inline(always)]
    pub(super) unsafe fn mark<P: Payload>(
        status: &ThreadStatus,
        usage: &'a Usage,
        object: *mut ffi::PyObject,
    ) -> Result<InUse<'a>, Refused> {
        if usage.busy.load(Ordering::Relaxed) != Usage::IDLE {
            return Err(Refused::Busy);
        }
        let mark = match P::SHARED_READS && !P::EXCLUSIVE {
            true => Usage::IN_USE_BY_READER,
            false => Usage::IN_USE,
        };
        // With `Release`, for readers beside the lock that see a reader's mark: what was written before
        // this thread got the lock is there. A writer's sends them away.
        usage.busy.store(mark, Ordering::Release);
        let in_use = InUse(&usage.busy);
        if P::EXCLUSIVE {
            note_change(status, usage);
            if P::SHARED_READS {
                readers::wait(object);
            }
        }
        Ok(in_use)
    }
}

impl Drop for InUse<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // With `Release`, for readers that do not take the lock: what was written is there when the
        // mark is gone.
        self.0.store(Usage::IDLE, Ordering::Release);
    }
}
