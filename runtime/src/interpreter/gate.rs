//! The gate of an interpreter: threads that attach from outside pass it, and an interpreter that ends
//! closes it and waits until they are through.
//!
//! A check before attaching would be a race: the interpreter may begin to end between the two. Here both
//! are one atomic step on one word, which also holds the number of the interpreter's life, so that a
//! handle of an interpreter that is gone never gets into the next one.

use std::sync::atomic::{AtomicU64, Ordering};

use super::home::Home;

/// The number of the life, the flags, and how many threads are inside.
pub(crate) struct Gate(AtomicU64);

/// The end of the interpreter will be announced: only then may threads pass.
const ANNOUNCED: u64 = 1 << 31;
/// The interpreter is about to end.
const CLOSED: u64 = 1 << 30;
/// It has ended, or is beyond running any code but destructors.
const ENDED: u64 = 1 << 29;
/// A thread of the interpreter has closed the gate, and waits for those who are inside.
const WAITING: u64 = 1 << 28;
const INSIDE: u64 = WAITING - 1;

const fn life(home: Home) -> u64 {
    (home.0 as u64) << 32
}

impl Gate {
    pub(super) const fn new(home: Home) -> Gate {
        Gate(AtomicU64::new(life(home)))
    }

    #[inline(always)]
    pub(super) fn home(&self) -> Home {
        Home((self.0.load(Ordering::Acquire) >> 32) as u32)
    }

    fn has(&self, flag: u64) -> bool {
        self.0.load(Ordering::Acquire) & flag != 0
    }

    pub(crate) fn is_announced(&self) -> bool {
        self.has(ANNOUNCED)
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.has(ENDED)
    }

    /// Whether a thread could pass now, in this life.
    pub(crate) fn is_open(&self, home: Home) -> bool {
        let now = self.0.load(Ordering::Acquire);
        now & !INSIDE == life(home) | ANNOUNCED
    }

    pub(super) fn can_be_reused(&self) -> bool {
        self.0.load(Ordering::Acquire) & (ENDED | INSIDE) == ENDED
    }

    /// Only by the thread that is adding a record.
    pub(super) fn begin_life(&self, home: Home) {
        self.0.store(life(home), Ordering::Release);
    }

    /// Lets threads pass, unless the gate has been closed.
    pub(super) fn announced(&self) {
        self.0.fetch_or(ANNOUNCED, Ordering::AcqRel);
    }

    /// Lets nobody pass any more. The thread is attached to the interpreter, and will wait for those who are inside.
    pub(super) fn close(&self, home: Home) {
        self.set(home, CLOSED | WAITING);
    }

    /// The same, by the main interpreter, which ends all others.
    #[cfg(not(Py_3_15))]
    pub(super) fn close_from_outside(&self, home: Home) {
        self.set(home, CLOSED);
    }

    /// Whether a collection of the interpreter may look into locks. `own` is how often its thread is inside, after the end, if
    /// nobody can be kept waiting who is waited for.
    ///
    /// Who is kept waiting by that attaches, to see the collection end. While the interpreter waits, that is not possible, and
    /// nobody must be kept waiting. After its end they wait until it is gone.
    pub(super) fn lets_look(&self, own: impl FnOnce() -> Option<u64>) -> bool {
        let now = self.0.load(Ordering::Acquire);
        match now & (ANNOUNCED | WAITING | ENDED) {
            ANNOUNCED => true,
            flags if flags & ENDED != 0 => own().is_some_and(|own| now & INSIDE <= own),
            _ => false,
        }
    }

    pub(super) fn end(&self, home: Home) {
        self.set(home, CLOSED | ENDED);
    }

    fn set(&self, home: Home, flags: u64) -> u64 {
        let set = |now: u64| (now >> 32 == u64::from(home.0)).then_some(now | flags);
        match self.update(set) {
            Ok(before) => before & INSIDE,
            Err(_) => 0,
        }
    }

    /// How many are inside.
    pub(crate) fn inside(&self, home: Home) -> u64 {
        self.set(home, 0)
    }

    /// Whether this thread is inside now. It has to [`leave`](Gate::leave).
    pub(crate) fn enter(&self, home: Home) -> bool {
        self.enter_with(home, 0)
    }

    /// The same, where the main interpreter has closed the gate, which waits for this thread, or for which this thread waits.
    pub(super) fn enter_late(&self, home: Home) -> bool {
        self.enter_with(home, CLOSED)
    }

    /// The same, where the interpreter waits. The thread may not attach.
    pub(super) fn enter_while_it_waits(&self, home: Home) -> bool {
        self.enter_with(home, CLOSED | WAITING)
    }

    fn enter_with(&self, home: Home, flags: u64) -> bool {
        let state = life(home) | ANNOUNCED | flags;
        self.update(|now| (now & !INSIDE == state && now & INSIDE != INSIDE).then_some(now + 1))
            .is_ok()
    }

    /// Whether the gate is closed and nobody is inside any more.
    ///
    /// A thread that was inside when the interpreter ended, which it may do by its own thread, leaves
    /// nothing.
    pub(super) fn leave(&self, home: Home) -> bool {
        self.update(|now| (now >> 32 == u64::from(home.0) && now & INSIDE != 0).then(|| now - 1))
            .is_ok_and(|before| before & CLOSED != 0 && before & INSIDE == 1)
    }

    /// In the child of a fork, where of those inside only the forking thread is left.
    pub(super) fn set_inside(&self, inside: u64) {
        let _ = self.update(|now| Some(now & !INSIDE | inside));
    }

    fn update(&self, change: impl FnMut(u64) -> Option<u64>) -> Result<u64, u64> {
        self.0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Home = Home::MAIN;

    /// Guarantee: where nobody can attach, and the interpreter waits for threads, none of them waits for a collection; and who
    /// takes a mark away without attaching does so while no collection looks.
    #[test]
    fn collections_look_into_locks_only_where_nobody_is_kept_waiting_in_vain() {
        let gate = Gate::new(HOME);
        let looks = |own| gate.lets_look(|| own);
        assert!(!looks(Some(0)), "nobody can attach yet");
        gate.announced();
        assert!(looks(None));
        assert!(!gate.enter_while_it_waits(HOME) && !gate.enter_late(HOME));
        gate.close(HOME);
        assert!(!looks(Some(0)), "it waits");
        assert!(!gate.enter(HOME) && gate.enter_while_it_waits(HOME));
        gate.end(HOME);
        assert!(!looks(Some(0)), "somebody takes a mark away");
        gate.leave(HOME);
        assert!(looks(Some(0)));
        assert!(!looks(None), "somebody is waited for");
        assert!(!gate.enter_while_it_waits(HOME) && !gate.enter_late(HOME));
    }

    #[cfg(not(Py_3_15))]
    #[test]
    fn what_the_main_interpreter_has_closed_is_entered_late() {
        let gate = Gate::new(HOME);
        gate.announced();
        gate.close_from_outside(HOME);
        assert!(gate.lets_look(|| None));
        assert!(!gate.enter(HOME) && !gate.enter_while_it_waits(HOME) && gate.enter_late(HOME));
        gate.close(HOME);
        assert!(!gate.enter_late(HOME), "it waits by itself");
        assert_eq!(gate.inside(HOME), 1);
    }
}
