//! Calls that the main thread makes as soon as it can.

use std::ffi::{c_int, c_void};
use std::fmt;

use crate::__private::trampoline;
use crate::attach::{is_attached, status};
use crate::interpreter::{Place, Record};
use crate::{Detached, PyResult, Python, capi, ffi};

/// Has the main thread of the main interpreter call `f` as soon as it runs Python code, between two
/// instructions (`Py_AddPendingCall`).
///
/// May be called from any thread, attached or not, and does not wait for the call. What one thread schedules
/// is called in that order. An error of `f` is raised in what the main thread is doing, as
/// `KeyboardInterrupt` is; so is a panic, as `PanicException`. CPython's queue is short: 31 calls up to
/// 3.12, 300 since. A call that is left in it when Python ends is never made, nor dropped.
///
/// Handles that `f` has captured must be the main interpreter's: others panic there when they are used.
/// On an attached thread this may suspend critical sections, if another thread is using the queue.
///
/// ```no_run
/// use freehold::prelude::*;
///
/// fn warn_from_anywhere(text: String) {
///     let scheduled = freehold::schedule(move |py| {
///         py.import("warnings")?.getattr("warn")?.call1((text,)).map(drop)
///     });
///     if let Err(error) = scheduled {
///         eprintln!("{error}");
///     }
/// }
/// ```
///
/// # Errors
/// Gives `f` back if the queue is full, if there is no interpreter, and inside an exclusive section, where
/// waiting for the queue's lock would release the section's.
pub fn schedule<F>(f: F) -> Result<(), ScheduleError<F>>
where
    F: for<'py> FnOnce(Python<'py>) -> PyResult<()> + Detached + 'static,
{
    if status(|status| status.in_exclusive_section()) {
        let reason = NotScheduled::InExclusiveSection;
        return Err(ScheduleError { reason, f });
    }
    let main = Record::main();
    let mut place = Place::at(main, main.home());
    // While it is inside the gate, the queue stays. An attached thread keeps it there anyway; and before
    // the library is known to the interpreter, nobody closes the gate.
    let pass = match is_attached() {
        true => None,
        false => place.enter(),
    };
    let refused = pass.is_none() && !is_attached() && main.gate.is_announced();
    if refused || !there_is_an_interpreter() {
        let reason = NotScheduled::NoInterpreter;
        return Err(ScheduleError { reason, f });
    }
    let call = Box::into_raw(Box::new(f));
    // SAFETY: Python is initialised. `run` takes the box back, and is called once, or never.
    if unsafe { capi::add_pending_call(run::<F>, call.cast()) } == 0 {
        return Ok(());
    }
    // SAFETY: the queue has not taken it.
    let f = *unsafe { Box::from_raw(call) };
    let reason = NotScheduled::QueueFull;
    Err(ScheduleError { reason, f })
}

fn there_is_an_interpreter() -> bool {
    // SAFETY: may be called at any time from any thread.
    unsafe { ffi::Py_IsInitialized() != 0 && !capi::is_finalizing() }
}

/// What the queue calls.
extern "C" fn run<F>(call: *mut c_void) -> c_int
where
    F: for<'py> FnOnce(Python<'py>) -> PyResult<()> + Detached + 'static,
{
    // SAFETY: CPython calls this on an attached thread, between two instructions of Python code, which no
    // exclusive section contains; with what `schedule` has boxed, once.
    unsafe {
        trampoline(|py| {
            let f = *Box::from_raw(call.cast::<F>());
            f(py).map(|()| 0)
        })
    }
}

/// A call that [`schedule`] has not taken.
#[derive(Clone, Copy)]
pub struct ScheduleError<F> {
    reason: NotScheduled,
    f: F,
}

/// Why [`schedule`] has not taken a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotScheduled {
    /// As many calls wait as CPython has places for. The main thread makes them when it next runs Python
    /// code.
    QueueFull,
    /// There is no interpreter, or it has begun to finalize.
    NoInterpreter,
    /// The thread is inside an exclusive critical section.
    InExclusiveSection,
}

impl<F> ScheduleError<F> {
    /// Why the call was not taken.
    pub fn reason(&self) -> NotScheduled {
        self.reason
    }

    /// The call itself.
    pub fn into_inner(self) -> F {
        self.f
    }
}

impl<F> fmt::Display for ScheduleError<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.reason {
            NotScheduled::QueueFull => "the queue of calls for the main thread is full",
            NotScheduled::NoInterpreter => "there is no Python interpreter to schedule a call in",
            NotScheduled::InExclusiveSection => {
                "a call cannot be scheduled inside an exclusive critical section: waiting for the \
                 queue would release the lock; do it after the section"
            }
        })
    }
}

impl<F> fmt::Debug for ScheduleError<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScheduleError")
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl<F> std::error::Error for ScheduleError<F> {}
