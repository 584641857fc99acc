//! How long a thread stays attached for readers and writers that are mostly gone after some tens of nanoseconds.
//!
//! A thread that waits as CPython has it, detached, comes back some ten microseconds later: far more than what it waited
//! for. But threads that write all the time are better off so, because one of them goes on alone meanwhile, with all that
//! it needs in its cache. So a thread is patient if it has come in often since it last had to wait.

use std::cell::Cell;

/// How often it looks, and how long it waits before each look. Each takes the cache line from the thread that it waits
/// for. Together that is some microseconds: the other thread may be one that does not run at the moment.
const LOOKS: usize = 16;
const PAUSES: usize = 16;

/// From how many times on.
const OFTEN: u32 = 64;

/// What one thread remembers.
pub(crate) struct Patience(Cell<u32>);

impl Patience {
    pub(crate) const fn new() -> Patience {
        Patience(Cell::new(0))
    }

    /// The thread begins to read or write, without having waited so far.
    #[inline(always)]
    pub(super) fn note_use(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }

    /// Somebody is in the way: one item for each look whether that is still so.
    pub(super) fn looks(&self) -> impl Iterator<Item = ()> {
        let looks = match self.0.replace(0) {
            0..OFTEN => 0,
            _ => LOOKS,
        };
        (0..looks).map(|_| (0..PAUSES).for_each(|_| std::hint::spin_loop()))
    }
}
