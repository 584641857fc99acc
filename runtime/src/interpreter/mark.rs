//! The numbers that locks remember interpreters by.

use std::num::NonZeroU8;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::home::Home;
use super::pass::{Place, times_inside};
use super::record::Record;
use crate::Python;
use crate::attach::{Waiting, passing_through};

/// An interpreter, in the six bits that a `PyMutex` has to spare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark(NonZeroU8);

const SHIFT: u32 = 2;

/// Whose the marks are, by the number of the home plus one; 0 if nobody's.
static OWNERS: [AtomicU32; 63] = [const { AtomicU32::new(0) }; 63];

impl Mark {
    /// The bits in which a mark is kept.
    pub(crate) const BITS: u8 = 0xFF << SHIFT;

    pub(crate) fn from_bits(bits: u8) -> Option<Mark> {
        NonZeroU8::new(bits >> SHIFT).map(Mark)
    }

    pub(crate) fn to_bits(mark: Option<Mark>) -> u8 {
        mark.map_or(0, |mark| mark.0.get() << SHIFT)
    }

    /// A mark for a life that begins. `None` if all are taken: then the locks of that interpreter are not looked into.
    pub(super) fn claim(home: Home) -> Option<Mark> {
        for mark in Mark::all() {
            let place = mark.place();
            let claimed = place.load(Ordering::Relaxed) == 0
                && place
                    .compare_exchange(0, home.0 + 1, Ordering::AcqRel, Ordering::Relaxed)
                    .is_ok();
            if claimed {
                return Some(mark);
            }
        }
        None
    }

    /// Has marks given out again. Locks may still have them, and are then taken for seen by a later interpreter. That does no
    /// harm: a lock that somebody waits for is borrowed, and does not become a part of an object of that one meanwhile.
    pub(super) fn free_those_gone(py: Python<'_>) {
        for mark in Mark::all() {
            let place = mark.place();
            let owner = place.load(Ordering::Relaxed);
            if owner != 0 && mark.owner(py).is_none() {
                let _ = place.compare_exchange(owner, 0, Ordering::AcqRel, Ordering::Relaxed);
            }
        }
    }

    fn all() -> impl Iterator<Item = Mark> {
        (0..OWNERS.len() as u8).map(|index| Mark(NonZeroU8::MIN.saturating_add(index)))
    }

    fn place(self) -> &'static AtomicU32 {
        &OWNERS[usize::from(self.0.get()) - 1]
    }

    /// That of the interpreter that the thread is attached to.
    pub(crate) fn of_current() -> Option<Mark> {
        Record::of_current_for_pool().mark()
    }

    /// The same, for a collection of that interpreter, if it may look into locks.
    pub(crate) fn of_collector() -> Option<Mark> {
        let record = Record::of_current_for_pool();
        let own = || record.ends_here_and_last().then(|| times_inside(record));
        match record.gate.lets_look(own) {
            true => record.mark(),
            false => None,
        }
    }

    /// The interpreter that has the mark, unless it is gone.
    fn owner(self, py: Python<'_>) -> Option<(&'static Record, Home)> {
        let home = Home(self.place().load(Ordering::Acquire).checked_sub(1)?);
        let record = home.record().filter(|record| !record.is_gone(py, home))?;
        Some((record, home))
    }

    /// Runs `f` at a moment when no collection of the mark's interpreter is looking at anything; this thread is attached to
    /// another one. Waits for a collection to end; or lets a moment pass, instead of running `f`, where only time helps: an
    /// interpreter that has ended and is not gone, or is being ended by a thread that this one is not waited for by.
    pub(crate) fn between_collections(self, py: Python<'_>, f: impl Fn()) {
        let Some((record, home)) = self.owner(py) else {
            return f();
        };
        // Nobody has looked since the interpreter began to wait, nor does before this thread has left.
        if let Some(_pass) = Place::at(record, home).enter_while_it_waits() {
            return f();
        }
        // While this thread is attached there, nobody collects.
        if passing_through(record, home, f).is_err() {
            a_moment(py);
        }
    }
}

/// Waits detached, for what cannot tell when it is done.
pub(crate) fn a_moment(py: Python<'_>) {
    Waiting::detached(py, |_| std::thread::sleep(Duration::from_millis(1)));
}
