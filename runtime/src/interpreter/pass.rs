//! Being inside the gate of an interpreter.

use std::marker::PhantomPinned;
use std::ptr;

use super::home::Home;
use super::record::Record;
use crate::attach::status;
use crate::capi;

/// A place on the stack of a thread that passes a gate. The thread's places are linked, so that it knows
/// which gates it is inside of.
pub(crate) struct Place {
    record: &'static Record,
    home: Home,
    outer: *const Place,
    _linked: PhantomPinned,
}

impl Place {
    pub(crate) fn at(record: &'static Record, home: Home) -> Place {
        Place {
            record,
            home,
            outer: ptr::null(),
            _linked: PhantomPinned,
        }
    }

    /// `None` if the interpreter is about to end, or is another one by now.
    pub(crate) fn enter(&mut self) -> Option<Pass<'_>> {
        if !self.record.gate.enter(self.home) {
            return None;
        }
        Some(self.entered())
    }

    /// [`enter`](Place::enter), also where the main interpreter is about to end all others: for a thread that it waits for, as
    /// it is inside of one of them, and for the thread that ends them. From 3.14 on for all: threads come back then,
    /// and each interpreter waits for them again.
    pub(crate) fn enter_late(&mut self) -> Option<Pass<'_>> {
        let gate = &self.record.gate;
        let may = || {
            status(|status| !status.inside.get().is_null())
                || super::end::is_ending_all()
                || cfg!(Py_3_14) && !capi::is_finalizing()
        };
        let enters = gate.enter(self.home) || may() && gate.enter_late(self.home);
        enters.then(|| self.entered())
    }

    /// [`enter`](Place::enter) of an interpreter that waits for those inside, without attaching.
    pub(super) fn enter_while_it_waits(&mut self) -> Option<Pass<'_>> {
        let enters = self.record.gate.enter_while_it_waits(self.home);
        enters.then(|| self.entered())
    }

    fn entered(&mut self) -> Pass<'_> {
        status(|status| self.outer = status.inside.replace(self));
        Pass(self)
    }
}

/// While this lives, the interpreter does not end.
pub(crate) struct Pass<'a>(&'a Place);

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        status(|status| status.inside.set(self.0.outer));
        self.0.record.leave(self.0.home);
    }
}

/// How often this thread is inside the gate of `record`, and how often its guards are.
pub(crate) fn times_inside(record: &Record) -> u64 {
    let mut place = status(|status| status.inside.get());
    let mut times = crate::attach::times_kept(record);
    // SAFETY: the places are on this thread's stack, and unlinked before they go.
    while let Some(found) = unsafe { place.as_ref() } {
        let is_here = ptr::eq(found.record, record) && record.home() == found.home;
        times += u64::from(is_here);
        place = found.outer;
    }
    times
}
