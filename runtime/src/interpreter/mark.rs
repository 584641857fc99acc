//! The numbers that locks remember interpreters by.

use std::num::NonZeroU8;
use std::sync::atomic::{AtomicU32, Ordering};

use super::home::Home;
use super::pass::{Place, times_inside};
use super::record::Record;
use crate::Python;
use crate::attach::{Waiting, passing_through};

/// An interpreter, in the six bits that a `PyMutex` has to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// A mark for a life that begins, by the thread that adds it. `None` if all are taken: then the locks of that interpreter are not looked into.
    ///
    /// Locks may still have it from a life that is gone. Then it is taken for that of the new one, which does no harm.
    pub(super) fn claim(py: Python<'_>, home: Home) -> Option<Mark> {
        let mut all = (1..=OWNERS.len() as u8)
            .filter_map(NonZeroU8::new)
            .map(Mark);
        let mark = all.find(|mark| mark.owner(py).is_none())?;
        mark.place().store(home.0 + 1, Ordering::Release);
        Some(mark)
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
        let own = || times_inside(record);
        match record
            .gate
            .lets_look(record.home(), own, || record.may_end_now())
        {
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
    /// another one. Waits for a collection to end; and lets a moment pass, instead of running `f`, where there is nothing to wait with.
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
            Waiting::detached(py, |_| std::thread::sleep(MOMENT));
        }
    }
}

const MOMENT: std::time::Duration = std::time::Duration::from_millis(1);
