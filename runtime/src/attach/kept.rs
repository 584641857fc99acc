//! Thread states that are kept between attaches.

use std::ptr;

use super::AttachError;
use super::elsewhere::Elsewhere;
use super::foreign::is_attached_to;
use super::state::{delete_current, new_thread_state};
use super::thread::{Left, ThreadStatus, status};
use crate::ffi;
use crate::interpreter::{Home, MAIN_ID, Place, Record};

/// Keeps the thread's thread state while it lives: [`Interpreter::keep_thread_state`](crate::Interpreter::keep_thread_state).
///
/// It belongs to its thread. Dropping it attaches the thread a last time, to delete the thread state.
#[must_use = "the thread state is kept as long as the guard lives"]
#[derive(Debug)]
pub struct KeptThreadState {
    /// Null if the thread has a thread state of the interpreter by other means.
    kept: Guard<*mut Kept>,
}

/// Implemented for nothing. `Send` cannot have a message of its own, but a condition for it can.
#[diagnostic::on_unimplemented(
    message = "a `KeptThreadState` belongs to the thread that keeps it",
    label = "this would take the guard to another thread",
    note = "take the `Interpreter` there, and call `keep_thread_state` on that thread"
)]
pub trait LeavesItsThread {}

/// A guard on its thread. With a parameter, because only of such types may a condition be false.
#[derive(Debug)]
struct Guard<T>(T);

// SAFETY: there is nothing to uphold, because no guard is meant: none fulfils the condition.
unsafe impl<T> Send for Guard<T> where Self: LeavesItsThread {}

/// One thread state that is kept. The thread's are linked.
pub(crate) struct Kept {
    record: &'static Record,
    left: Left,
    /// How many guards keep it, and attaches use it.
    users: u32,
    /// How many attaches use it.
    attached: u32,
    /// Whether the interpreter waits for it. A sub-interpreter has to.
    holds_gate: bool,
    next: *mut Kept,
}

/// [`KeptThreadState`]s for this interpreter.
pub(crate) fn keep(record: &'static Record, home: Home) -> Result<KeptThreadState, AttachError> {
    if status(ThreadStatus::in_exclusive_section) {
        return Err(AttachError::InExclusiveSection);
    }
    let guard = |kept| KeptThreadState { kept: Guard(kept) };
    let left = status(|status| status.detached_from.get());
    if is_attached_to(record, home)
        || (!left.is_nothing() && left.home == home)
        || Elsewhere::find(home).is_some()
    {
        return Ok(guard(ptr::null_mut()));
    }
    let mut place = Place::at(record, home);
    let _pass = place.enter().ok_or(AttachError::NoInterpreter)?;
    if is_stale() {
        return Err(AttachError::NoInterpreter);
    }
    let kept = match Kept::find(home) {
        Some(kept) => kept,
        None => Kept::new(record, home)?,
    };
    // SAFETY: what this thread keeps is alive, and only this thread reaches it.
    unsafe { (*kept).users += 1 };
    Ok(guard(kept))
}

impl Drop for KeptThreadState {
    fn drop(&mut self) {
        let kept = self.kept.0;
        if !kept.is_null() {
            // SAFETY: the guard is one of its users.
            unsafe { Kept::give_up(kept) }
        }
    }
}

impl Kept {
    /// The thread is inside the gate.
    fn new(record: &'static Record, home: Home) -> Result<*mut Kept, AttachError> {
        let holds_gate = record.id() != MAIN_ID;
        if holds_gate && !record.gate.enter(home) {
            return Err(AttachError::NoInterpreter);
        }
        // SAFETY: the interpreter exists as long as the thread is inside its gate.
        let thread_state = unsafe { new_thread_state(record) }.inspect_err(|_| {
            if holds_gate {
                record.leave(home);
            }
        })?;
        AT_THREAD_END.with(|_| ());
        Ok(status(|status| {
            let kept = Box::into_raw(Box::new(Kept {
                record,
                left: Left { thread_state, home },
                users: 0,
                attached: 0,
                holds_gate,
                next: status.kept.get(),
            }));
            status.kept.set(kept);
            kept
        }))
    }

    /// All of this thread. What is reached may be changed or freed once the next one has been asked for.
    fn all() -> impl Iterator<Item = *mut Kept> {
        let mut next = status(|status| status.kept.get());
        std::iter::from_fn(move || {
            let kept = next;
            // SAFETY: only this thread reaches its list, and unlinks what it frees.
            next = unsafe { kept.as_ref() }?.next;
            Some(kept)
        })
    }

    /// What this thread keeps of the interpreter.
    pub(super) fn find(home: Home) -> Option<*mut Kept> {
        // SAFETY: as in `all`.
        Kept::all().find(|kept| unsafe { (**kept).left.home == home })
    }

    /// Attaches the thread.
    ///
    /// # Safety
    /// It has been found, the thread is inside the interpreter's gate and not attached.
    pub(super) unsafe fn attach(kept: *mut Kept) {
        // SAFETY: the caller's contract; only this thread uses its thread state.
        unsafe {
            (*kept).users += 1;
            (*kept).attached += 1;
            (*kept).left.restore();
        }
    }

    /// Detaches the thread again.
    ///
    /// # Safety
    /// `attach` has attached it.
    pub(super) unsafe fn detach(kept: *mut Kept) {
        // SAFETY: the caller's contract. Without users, nobody keeps the thread state.
        unsafe {
            (*kept).users -= 1;
            (*kept).attached -= 1;
            if (*kept).users > 0 {
                Left::current();
            } else {
                delete_current((*kept).record);
                Kept::free(kept);
            }
        }
    }

    /// A guard is gone.
    ///
    /// # Safety
    /// It was a user.
    unsafe fn give_up(kept: *mut Kept) {
        // SAFETY: the caller's contract.
        let users = unsafe {
            (*kept).users -= 1;
            (*kept).users
        };
        // In an exclusive section the thread cannot go elsewhere: the next attach will find it without other
        // users, and delete it.
        if users > 0 || status(ThreadStatus::in_exclusive_section) {
            return;
        }
        // SAFETY: nobody uses it.
        unsafe {
            Kept::delete_state(kept);
            Kept::free(kept);
        }
    }

    /// Deletes the thread state, if its interpreter is alive, which does not wait for it any more.
    ///
    /// # Safety
    /// It is in the thread's list, nobody is attached with it, and the thread is in no exclusive section.
    unsafe fn delete_state(kept: *mut Kept) {
        // SAFETY: the caller's contract.
        let (record, left, holds_gate) = unsafe {
            let left = std::mem::replace(&mut (*kept).left, Left::NOWHERE);
            (
                (*kept).record,
                left,
                std::mem::take(&mut (*kept).holds_gate),
            )
        };
        if left.is_nothing() {
            // This thread has ended the interpreter, or is ending itself.
            return;
        }
        let mut place = Place::at(record, left.home);
        let pass = match holds_gate {
            true => None,
            false => place.enter(),
        };
        let over = record.home() != left.home || record.gate.has_ended();
        if !over && (holds_gate || pass.is_some()) {
            let mut elsewhere = Elsewhere::new();
            let _away = elsewhere.go();
            // SAFETY: the thread has just detached, the interpreter is alive, and the thread state has no
            // other user.
            unsafe {
                left.restore();
                delete_current(record);
            }
        } else if is_known_by(left) {
            status(|status| status.stale.set(left.thread_state));
        }
        if holds_gate {
            record.leave(left.home);
        }
    }

    /// # Safety
    /// Nobody uses it any more, nor its thread state.
    unsafe fn free(kept: *mut Kept) {
        // SAFETY: the caller's contract; it came from a box, and is unlinked.
        let kept = unsafe {
            status(|status| {
                let next = (*kept).next;
                match Kept::all().find(|before| (**before).next == kept) {
                    Some(before) => (*before).next = next,
                    None => status.kept.set(next),
                }
            });
            Box::from_raw(kept)
        };
        if kept.holds_gate {
            kept.record.leave(kept.left.home);
        }
    }
}

/// What guards keep that were forgotten, or that other thread-locals own, ends with the thread: an
/// interpreter would wait for it for ever. The guards are good for nothing from here on.
struct AtThreadEnd;

impl Drop for AtThreadEnd {
    fn drop(&mut self) {
        for kept in Kept::all() {
            // SAFETY: as in `all`; a thread that ends is in no section.
            unsafe {
                if (*kept).attached == 0 {
                    Kept::delete_state(kept);
                }
            }
        }
    }
}

thread_local! {
    static AT_THREAD_END: AtThreadEnd = const { AtThreadEnd };
}

/// Before this thread ends the interpreter: it does not wait for itself, and CPython wants no thread state to be
/// left. The guards are good for nothing from here on.
pub(crate) fn end_own(home: Home) {
    while let Some(kept) = Kept::find(home) {
        // SAFETY: as in `all`. The thread is attached to the interpreter with another thread state, by which
        // CPython knows it; nobody uses this one but guards.
        unsafe {
            if (*kept).attached > 0 {
                return;
            }
            let left = std::mem::replace(&mut (*kept).left, Left::NOWHERE);
            ffi::PyThreadState_Clear(left.thread_state);
            super::thread::forget(left.thread_state);
            let _turn = (*kept).record.change_threads();
            ffi::PyThreadState_Delete(left.thread_state);
            if std::mem::take(&mut (*kept).holds_gate) {
                (*kept).record.leave(home);
            }
        }
    }
}

/// How often the interpreter would wait for guards of this thread.
pub(crate) fn times_kept(record: &Record) -> u64 {
    // SAFETY: as in `all`.
    let holding = Kept::all().filter(|kept| unsafe {
        (**kept).holds_gate
            && ptr::eq((**kept).record, record)
            && (**kept).left.home == record.home()
    });
    holding.count() as u64
}

fn is_known_by(left: Left) -> bool {
    // SAFETY: may be called by any thread; only the address is used.
    unsafe { ffi::PyGILState_GetThisThreadState() == left.thread_state }
}

/// Whether CPython knows this thread by a thread state that is gone with its interpreter: attaching, in
/// whatever way, would write to it.
pub(super) fn is_stale() -> bool {
    let gone = |kept: *mut Kept| {
        // SAFETY: as in `all`.
        let Kept { record, left, .. } = unsafe { &*kept };
        let is_over = record.home() != left.home || record.gate.has_ended();
        !left.is_nothing() && is_over && is_known_by(*left)
    };
    status(|status| {
        let stale = status.stale.get();
        // SAFETY: may be called by any thread; only the address is used.
        let known = unsafe { ffi::PyGILState_GetThisThreadState() };
        (!stale.is_null() && stale == known) || Kept::all().any(gone)
    })
}
