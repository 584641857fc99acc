//! `Home`: which interpreter something belongs to.

use super::record::Record;
use super::several;
use crate::refusal::Refusal;

/// One life of one interpreter. Unlike CPython's ids, which begin again at 0 when Python is
/// initialised again, these numbers are never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Home(pub(super) u32);

impl Home {
    /// The main interpreter, the first time that Python is initialised.
    pub(crate) const MAIN: Home = Home(0);

    /// No interpreter at all.
    pub(crate) const NONE: Home = Home(u32::MAX);

    /// The interpreter that this thread is attached to. Must be called on an attached thread. Never
    /// suspends.
    #[inline(always)]
    pub(crate) fn current() -> Home {
        match several() {
            false => Home::MAIN,
            true => Home::look_up(),
        }
    }

    #[cold]
    fn look_up() -> Home {
        Record::of_current().home()
    }

    /// # Panics
    /// If this is not the interpreter that the thread is attached to: nothing of one interpreter can be
    /// used in another.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn assert_current(self) {
        if several() {
            self.assert_looked_up();
        }
    }

    #[cold]
    #[track_caller]
    fn assert_looked_up(self) {
        if self != Home::look_up() {
            Refusal::ForeignObject.refuse();
        }
    }

    /// What the library knows about the interpreter, unless it is over and forgotten.
    pub(crate) fn record(self) -> Option<&'static Record> {
        Record::all().find(|record| record.home() == self)
    }
}
