//! What the library knows about each interpreter that has used it.
//!
//! Records are never freed, and nothing here has a lock that is held while anything else runs: a thread
//! that forks while another one is in here must leave the child a table that works.

use std::ptr;
use std::sync::atomic::{AtomicI64, AtomicPtr, AtomicU8, AtomicU32, AtomicUsize, Ordering};

use super::gate::Gate;
use super::home::Home;
use super::mark::Mark;
use super::pool::Pool;
use super::turn::{Turn, TurnTaken};
#[cfg(Py_3_15)]
use crate::PyResult;
use crate::ffi;
use crate::{Python, capi};

/// CPython's id of the main interpreter.
pub(crate) const MAIN_ID: i64 = 0;

/// Held by who adds a record.
static ADDING: Turn = Turn::new();

/// How many interpreters that have ended are remembered, so that handles of them can still tell what has
/// become of their references.
const REMEMBERED: usize = 64;

/// One interpreter: of a record's lives, one after the other, the present one.
pub(crate) struct Record {
    /// Whether threads may come in; the number of the life is a part of it.
    pub(crate) gate: Gate,
    /// Null before the first life; then of the present life, also while that ends. To be followed by
    /// threads inside the gate only.
    interpreter: AtomicPtr<ffi::PyInterpreterState>,
    id: AtomicI64,
    pub(crate) pool: Pool,
    /// The [`Mark`] of the present life; 0 without one.
    mark: AtomicU8,
    /// Held by who makes or deletes a thread state.
    changing_threads: Turn,
    /// The thread that ends the interpreter, by the address of its status, if it has found that no other one is left, not
    /// even a detached one; else 0.
    alone: AtomicUsize,
    /// How often Python had been finalized when the life began.
    era: AtomicU32,
    /// What the interpreter waits for when it ends: held from the announcement on until the gate is closed and
    /// nobody is inside.
    #[cfg(Py_3_15)]
    guard: AtomicPtr<capi::guard::PyInterpreterGuard>,
    /// Written before the record is known to others.
    next: AtomicPtr<Record>,
}

/// The first of the records, and the only one while only the main interpreter uses the library.
pub(super) static FIRST: Record = Record::new(Home::MAIN);

/// The number of the next life.
static NEXT_HOME: AtomicU32 = AtomicU32::new(Home::MAIN.0 + 1);

/// The record of the main interpreter's present or latest life.
static MAIN_NOW: AtomicPtr<Record> = AtomicPtr::new((&raw const FIRST).cast_mut());

impl Record {
    const fn new(home: Home) -> Record {
        Record {
            gate: Gate::new(home),
            interpreter: AtomicPtr::new(ptr::null_mut()),
            id: AtomicI64::new(MAIN_ID),
            pool: Pool::new(),
            mark: AtomicU8::new(0),
            changing_threads: Turn::new(),
            alone: AtomicUsize::new(0),
            era: AtomicU32::new(0),
            #[cfg(Py_3_15)]
            guard: AtomicPtr::new(ptr::null_mut()),
            next: AtomicPtr::new(ptr::null_mut()),
        }
    }

    pub(crate) fn all() -> impl Iterator<Item = &'static Record> {
        std::iter::successors(Some(&FIRST), |record| {
            // SAFETY: records are never freed.
            unsafe { record.next.load(Ordering::Acquire).as_ref() }
        })
    }

    /// Before 3.14, CPython lets threads that make the only thread state of a sub-interpreter, and those that
    /// delete it, run into each other, and then ends the process. So they take turns.
    pub(crate) fn change_threads(&self) -> Option<TurnTaken<'_>> {
        (cfg!(not(Py_3_14)) && self.id() != MAIN_ID).then(|| self.changing_threads.take())
    }

    /// This thread ends the interpreter, and has found that no other one is left in it. One that comes after all shows by
    /// [`note_borrowing`](Record::note_borrowing).
    pub(crate) fn note_alone(&self) {
        self.alone.store(this_thread(), Ordering::Release);
    }

    /// This thread is about to borrow something of the interpreter, and may be detached with it when that ends. Exit functions
    /// that run after the library's can start threads.
    pub(super) fn note_borrowing(&self) {
        let alone = self.alone.load(Ordering::Acquire);
        if alone != 0 && alone != this_thread() {
            self.alone.store(0, Ordering::Release);
        }
    }

    /// Whether nobody but the thread that ends the interpreter can have borrowed anything of it.
    pub(super) fn is_ended_alone(&self) -> bool {
        // Before 3.14, CPython ends no sub-interpreter that has another thread state.
        let checked_by_python = cfg!(not(Py_3_14)) && self.id() != MAIN_ID;
        checked_by_python || self.alone.load(Ordering::Acquire) != 0
    }

    /// Whether this thread ends the interpreter, no other one is left in it, and it ends none that waits for threads.
    pub(super) fn ends_here_and_last(&self) -> bool {
        let alive = |other: &Record| !other.gate.has_ended() && !other.interpreter().is_null();
        let others = || Record::all().any(|other| other.id() != MAIN_ID && alive(other));
        self.alone.load(Ordering::Acquire) == this_thread() && (self.id() != MAIN_ID || !others())
    }

    /// That of the main interpreter.
    pub(crate) fn main() -> &'static Record {
        // SAFETY: records are never freed; null is never stored.
        unsafe { &*MAIN_NOW.load(Ordering::Acquire) }
    }

    #[inline(always)]
    pub(crate) fn home(&self) -> Home {
        self.gate.home()
    }

    pub(crate) fn id(&self) -> i64 {
        self.id.load(Ordering::Relaxed)
    }

    /// To be followed by threads inside the gate only.
    #[inline(always)]
    pub(crate) fn interpreter(&self) -> *mut ffi::PyInterpreterState {
        self.interpreter.load(Ordering::Acquire)
    }

    /// The record of the interpreter that the thread is attached to. Never suspends.
    ///
    /// Not to be repeated in each trampoline: where there is one interpreter, it is not asked.
    #[cold]
    #[inline(never)]
    pub(crate) fn of_current() -> &'static Record {
        let (interpreter, id) = current_interpreter();
        Record::find(interpreter, id).unwrap_or_else(|| Record::add(interpreter, id))
    }

    /// The same, where no interpreter but the first main one has ever used the library one load faster.
    #[inline(always)]
    pub(crate) fn of_current_for_pool() -> &'static Record {
        match super::several() {
            false => &FIRST,
            true => Record::of_current(),
        }
    }

    /// Where there are several interpreters, the notice that brings threads here says nothing. Where there is one, it is
    /// for the pool's owner to take back, also if the pool turns out to be empty.
    pub(crate) fn has_nothing_pending(&self) -> bool {
        super::several() && self.pool.is_empty()
    }

    /// The same, for an interpreter that is known to have just begun: what the record says about one
    /// that has ended was another one at the same address and with the same number.
    pub(crate) fn of_new_current() -> &'static Record {
        let (interpreter, id) = current_interpreter();
        match Record::find(interpreter, id) {
            Some(record) if !record.gate.has_ended() => record,
            _ => Record::add(interpreter, id),
        }
    }

    /// The latest life that fits. While it is alive and this thread attached to it, no other one does: when Python is
    /// initialised again, ids and addresses come again, but in another era.
    fn find(interpreter: *mut ffi::PyInterpreterState, id: i64) -> Option<&'static Record> {
        let era = super::era::now();
        let mut latest: Option<&'static Record> = None;
        for record in Record::all() {
            let fits = record.interpreter() == interpreter
                && record.id() == id
                && record.era.load(Ordering::Relaxed) == era;
            if fits && latest.is_none_or(|known| known.home().0 < record.home().0) {
                latest = Some(record);
            }
        }
        latest
    }

    #[cold]
    fn add(interpreter: *mut ffi::PyInterpreterState, id: i64) -> &'static Record {
        // SAFETY: attached, as who adds is.
        let py = unsafe { Python::assume_attached() };
        let spare = Box::new(Record::new(Home::MAIN));
        let gone = Record::gone(py);
        Mark::free_those_gone(py);
        let _adding = ADDING.take();
        // Another thread of the same interpreter may have been faster.
        if let Some(record) = Record::find(interpreter, id).filter(|found| !found.gate.has_ended())
        {
            return record;
        }
        let record = match Record::reusable(id, gone) {
            Some(record) => record,
            None => {
                spare
                    .gate
                    .begin_life(Home(NEXT_HOME.fetch_add(1, Ordering::Relaxed)));
                Record::append(Box::leak(spare))
            }
        };
        record.id.store(id, Ordering::Relaxed);
        record.era.store(super::era::now(), Ordering::Relaxed);
        let mark = Mark::claim(record.home());
        record.mark.store(Mark::to_bits(mark), Ordering::Relaxed);
        if id == MAIN_ID {
            MAIN_NOW.store(ptr::from_ref(record).cast_mut(), Ordering::Release);
        }
        // Not before the new life is known: from here on the record is found.
        super::note_life(record.home());
        record.interpreter.store(interpreter, Ordering::Release);
        record
    }

    /// The interpreter that ended longest ago, if enough are remembered and it is gone.
    fn gone(py: Python<'_>) -> Option<(&'static Record, Home)> {
        let mut ended = 0;
        let mut first: Option<&'static Record> = None;
        for record in Record::all() {
            if record.gate.can_be_reused() {
                ended += 1;
                if first.is_none_or(|known| record.home().0 < known.home().0) {
                    first = Some(record);
                }
            }
        }
        let record = first.filter(|_| ended >= REMEMBERED)?;
        let home = record.home();
        record.is_gone(py, home).then_some((record, home))
    }

    /// A record for a new life, which it has begun: the very first, or that of an interpreter that is gone.
    fn reusable(id: i64, gone: Option<(&'static Record, Home)>) -> Option<&'static Record> {
        if id == MAIN_ID && FIRST.interpreter().is_null() {
            return Some(&FIRST);
        }
        let (record, home) = gone?;
        // Another thread that adds may have been faster.
        if record.home() != home || !record.gate.can_be_reused() {
            return None;
        }
        // Destructors that ran after the end may have made more.
        super::types::forget_all(record);
        super::per_interpreter::forget_all(record);
        record.alone.store(0, Ordering::Relaxed);
        record.interpreter.store(ptr::null_mut(), Ordering::Release);
        record
            .gate
            .begin_life(Home(NEXT_HOME.fetch_add(1, Ordering::Relaxed)));
        record.pool.begin_life();
        record.forget_guard();
        Some(record)
    }

    /// Has the interpreter that the thread is attached to wait for those who are inside, when it ends.
    #[cfg(Py_3_15)]
    pub(super) fn hold(&self, py: Python<'_>) -> PyResult<()> {
        if self.guard.load(Ordering::Acquire).is_null() {
            let guard = capi::guard::current(py)?;
            let swapped = self.guard.compare_exchange(
                ptr::null_mut(),
                guard,
                Ordering::AcqRel,
                Ordering::Relaxed,
            );
            if swapped.is_err() {
                // SAFETY: it is open, and nobody else knows it.
                unsafe { capi::guard::PyInterpreterGuard_Close(guard) }
            }
        }
        Ok(())
    }

    /// What threads that are inside attach with; null after the end.
    #[cfg(Py_3_15)]
    pub(crate) fn guard(&self) -> *mut capi::guard::PyInterpreterGuard {
        self.guard.load(Ordering::Acquire)
    }

    /// Once the gate is closed and nobody else is inside: the interpreter need not wait any more.
    pub(crate) fn let_go(&self) {
        #[cfg(Py_3_15)]
        {
            let guard = self.guard.swap(ptr::null_mut(), Ordering::AcqRel);
            if !guard.is_null() {
                // SAFETY: it is open; whoever has taken it out closes it.
                unsafe { capi::guard::PyInterpreterGuard_Close(guard) }
            }
        }
    }

    /// The interpreter is gone, and with it what its guard was good for.
    pub(super) fn forget_guard(&self) {
        #[cfg(Py_3_15)]
        self.guard.store(ptr::null_mut(), Ordering::Release);
    }

    /// A thread leaves the gate; after the last one, the interpreter need not wait any more.
    pub(crate) fn leave(&self, home: Home) {
        if self.gate.leave(home) {
            self.let_go();
        }
    }

    /// None if there were too many interpreters at once.
    pub(crate) fn mark(&self) -> Option<Mark> {
        Mark::from_bits(self.mark.load(Ordering::Relaxed))
    }

    /// Whether nothing of this life can run any more, not even finalizers, which do so after its end.
    pub(super) fn is_gone(&self, py: Python<'_>, home: Home) -> bool {
        let era = self.era.load(Ordering::Relaxed);
        let id = self.id();
        let is_another = self.home() != home || era != super::era::now();
        is_another || self.gate.has_ended() && !capi::interpreter_exists(py, id)
    }

    /// The caller is adding, so nobody else appends.
    fn append(record: &'static Record) -> &'static Record {
        let last = Record::all().last().unwrap_or(&FIRST);
        let added = ptr::from_ref(record).cast_mut();
        last.next.store(added, Ordering::Release);
        record
    }
}

/// Not 0, and no other thread's while this one lives.
pub(super) fn this_thread() -> usize {
    crate::attach::status(|status| ptr::from_ref(status).addr())
}

fn current_interpreter() -> (*mut ffi::PyInterpreterState, i64) {
    // SAFETY: the callers are attached.
    unsafe {
        let interpreter = ffi::PyInterpreterState_Get();
        (interpreter, ffi::PyInterpreterState_GetID(interpreter))
    }
}

/// In the child of a fork: a thread that was adding a record is not there any more. What it has not
/// appended is not found, and what it has appended without an interpreter neither.
pub(super) fn after_fork_in_child() {
    ADDING.after_fork_in_child();
    for record in Record::all() {
        record.changing_threads.after_fork_in_child();
    }
}
