//! Taking turns, for a few instructions.

use std::sync::atomic::{AtomicBool, Ordering};

/// A lock for what takes a few instructions, waits for nothing, and runs no code of others. The child of a fork
/// takes it from a thread that is gone.
pub(crate) struct Turn(AtomicBool);

pub(crate) struct TurnTaken<'a>(&'a Turn);

impl Turn {
    pub(super) const fn new() -> Turn {
        Turn(AtomicBool::new(false))
    }

    pub(super) fn take(&self) -> TurnTaken<'_> {
        while self
            .0
            .compare_exchange_weak(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            std::thread::yield_now();
        }
        TurnTaken(self)
    }

    pub(super) fn after_fork_in_child(&self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Drop for TurnTaken<'_> {
    fn drop(&mut self) {
        self.0.0.store(false, Ordering::Release);
    }
}
