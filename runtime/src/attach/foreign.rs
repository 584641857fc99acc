//! Attaching threads that Python did not make.

use super::detach::ReattachGuard;
use super::elsewhere::Elsewhere;
use super::release::{NotPayloadDrop, PayloadDrop};
use super::state::Attachment;
use super::thread::{ThreadStatus, is_attached, status};
use super::{release_pending, token::Python};
use crate::interpreter::{Home, Place, Record, know_current};
use crate::refusal::{Refusal, attach_error};
use crate::{capi, chaos, ffi};

/// Why a thread could not attach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttachError {
    /// The thread is inside an exclusive critical section: running Python code there would release
    /// the lock. Do it after the section.
    InExclusiveSection,
    /// There is no interpreter: it is not initialised, has begun to end, or has ended.
    NoInterpreter,
    /// There is not enough memory for a thread state.
    NoThreadState,
}

impl std::fmt::Display for AttachError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            AttachError::InExclusiveSection => attach_error!(InExclusiveSection),
            AttachError::NoInterpreter => attach_error!(NoInterpreter),
            AttachError::NoThreadState => attach_error!(NoThreadState),
        })
    }
}

impl std::error::Error for AttachError {}

impl Python<'_> {
    /// Attaches the thread to the main interpreter while `f` runs (`PyGILState_Ensure`,
    /// `PyGILState_Release`).
    ///
    /// On a thread that is attached already this only calls `f`; on one that is detached by
    /// [`Python::detach`] it goes back to the interpreter that the thread came from. Otherwise it may
    /// wait: for the GIL, or for a collection to end. Threads that work for a sub-interpreter attach with its
    /// [`Interpreter`](crate::Interpreter); that also has a way to attach often without making a thread state
    /// each time.
    ///
    /// # Forks
    /// With CPython 3.11, the child of `os.fork` may never come back from there if another thread was just being given a
    /// thread state: CPython waits for that thread's lock before it makes a new one. From 3.12 on it does not.
    ///
    /// # Panics
    /// Where [`Python::try_attach`] returns an error.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// let done: Py<PyAny> = Python::attach(|py| py.None());
    /// std::thread::spawn(move || Python::attach(|py| done.bind(py).is_none()));
    /// ```
    #[track_caller]
    pub fn attach<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
        match Python::try_attach(f) {
            Ok(result) => result,
            Err(AttachError::InExclusiveSection) => Refusal::PythonAttachInSection.refuse(),
            Err(AttachError::NoInterpreter) => Refusal::PythonAttachLate.refuse(),
            Err(AttachError::NoThreadState) => Refusal::PythonAttachMemory.refuse(),
        }
    }

    /// [`Python::attach`] that returns an error instead of panicking.
    ///
    /// An interpreter that finalizes lets nobody in from the moment on when its exit functions (`atexit`)
    /// run, and waits then for those who are inside until their `f` is done. (Only if that is the first
    /// use of the library in this interpreter, and races with its end, may the thread wait for the end of the
    /// process instead.)
    ///
    /// # Errors
    /// Inside an exclusive critical section, before the interpreter is initialised, and once it
    /// finalizes.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// if Python::try_attach(|py| py.run(c"print('hello')", None, None)).is_err() {
    ///     eprintln!("too late");
    /// }
    /// ```
    pub fn try_attach<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> Result<R, AttachError> {
        if status(ThreadStatus::in_exclusive_section) {
            return Err(AttachError::InExclusiveSection);
        }
        // Who is attached stays so while the interpreter finalizes, and destructors run then.
        if is_attached() {
            return Ok(attached(f));
        }
        let left = status(|status| status.detached_from.get());
        let (record, home) = match left.is_nothing() {
            true => (Record::main(), Record::main().home()),
            false => (
                left.home.record().ok_or(AttachError::NoInterpreter)?,
                left.home,
            ),
        };
        match record.gate.is_announced() && !record.gate.has_ended() {
            true => from_outside(record, home, f),
            false => for_the_first_time(f),
        }
    }
}

/// Attaches the thread to an interpreter that the library knows.
pub(crate) fn attach_to<R>(
    record: &'static Record,
    home: Home,
    f: impl for<'py> FnOnce(Python<'py>) -> R,
) -> Result<R, AttachError> {
    if status(ThreadStatus::in_exclusive_section) {
        return Err(AttachError::InExclusiveSection);
    }
    match is_attached_to(record, home) {
        true => Ok(attached(f)),
        false => from_outside(record, home, f),
    }
}

/// Runs `f` where `Python::try_attach` would find the thread attached.
pub(crate) fn if_attached<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> Option<R> {
    let may = is_attached() && !status(ThreadStatus::in_exclusive_section);
    may.then(|| attached(f))
}

/// Whether the thread is attached to this interpreter in this life of it.
#[inline]
pub(super) fn is_attached_to(record: &Record, home: Home) -> bool {
    // SAFETY: attached, as just found.
    let attached_to = || unsafe { ffi::PyInterpreterState_Get() };
    // Python that is initialised again may be at the same address, which is a life of its own.
    is_attached()
        && attached_to() == record.interpreter()
        && home == record.home()
        && home == Home::current()
}

/// Runs `f` on a thread that is attached, and outside of exclusive sections.
fn attached<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
    let _not_payload_drop = NotPayloadDrop::begin();
    // SAFETY: the callers' contract; whoever detaches the thread in `f` attaches it again.
    let py = unsafe { Python::assume_attached() };
    know_current(py);
    f(py)
}

/// The thread is not attached to the interpreter, and not inside an exclusive section.
fn from_outside<R>(
    record: &'static Record,
    home: Home,
    f: impl for<'py> FnOnce(Python<'py>) -> R,
) -> Result<R, AttachError> {
    let mut place = Place::at(record, home);
    let _pass = place.enter().ok_or(AttachError::NoInterpreter)?;
    let f = || {
        release_pending();
        attached(f)
    };
    inside(record, home, f)
}

/// Attaches the thread to another interpreter for a moment, to run `f`, which runs no code of users. Also where that
/// interpreter is about to end together with the one that this thread is inside of, and which waits for it.
///
/// References that wait are not released, neither there nor here: the thread may hold locks that finalizers want.
///
/// # Errors
/// As [`Python::try_attach`].
pub(crate) fn passing_through(
    record: &'static Record,
    home: Home,
    f: impl FnOnce(),
) -> Result<(), AttachError> {
    let mut place = Place::at(record, home);
    let _pass = place.enter_late().ok_or(AttachError::NoInterpreter)?;
    let _release_nothing = PayloadDrop::begin();
    inside(record, home, f)
}

/// Runs `f` attached. The thread is inside the gate.
fn inside<R>(record: &'static Record, home: Home, f: impl FnOnce() -> R) -> Result<R, AttachError> {
    let mut elsewhere = Elsewhere::new();
    let _away = elsewhere.go();
    let _attachment = Attachment::begin(record, home)?;
    chaos::point();
    Ok(f())
}

/// The library does not know the interpreter yet, or could not make itself known: so nothing tells whether
/// it begins to finalize between the check and the attaching.
fn for_the_first_time<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> Result<R, AttachError> {
    // SAFETY: may be called at any time from any thread.
    if unsafe { ffi::Py_IsInitialized() } == 0 || capi::is_finalizing() {
        return Err(AttachError::NoInterpreter);
    }
    if let Some(_guard) = ReattachGuard::reattach() {
        return Ok(attached(f));
    }
    // SAFETY: the interpreter is initialised; the guard calls the matching release on this thread.
    let _ensured = Ensured(unsafe { ffi::PyGILState_Ensure() });
    chaos::point();
    Ok(attached(f))
}

struct Ensured(ffi::PyGILState_STATE);

impl Drop for Ensured {
    fn drop(&mut self) {
        // SAFETY: this matches the `Ensure` of `for_the_first_time`; guards nest.
        unsafe { ffi::PyGILState_Release(self.0) }
    }
}
