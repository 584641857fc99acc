//! `Interpreter`, the handle.

use super::home::Home;
use super::pool::PendingReferences;
use super::record::{MAIN_ID, Record};
use crate::Python;
use crate::attach::{self, AttachError, KeptThreadState};
use crate::refusal::Refusal;

/// An interpreter: the main one, or a sub-interpreter. Any thread may own and use the handle, and outlive
/// the interpreter with it.
///
/// [`Python::attach`] knows the main interpreter only. A thread that works for the interpreter that made it
/// takes the handle along, and so reaches the right one:
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn later(py: Python<'_>, callback: Py<PyAny>) {
///     let here = Interpreter::current(py);
///     std::thread::spawn(move || {
///         here.try_attach(|py| callback.bind(py).call0().map(drop))
///     });
/// }
/// ```
#[derive(Clone)]
pub struct Interpreter {
    record: &'static Record,
    home: Home,
    id: i64,
}

impl Interpreter {
    /// The interpreter that the thread is attached to (`PyInterpreterState_Get`).
    ///
    /// The first time in an interpreter, this imports `atexit`, to be told of the interpreter's end.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyfunction]
    /// fn in_main_interpreter(py: Python<'_>) -> bool {
    ///     Interpreter::current(py).is_main()
    /// }
    /// ```
    pub fn current(py: Python<'_>) -> Interpreter {
        super::know_current(py);
        let record = Record::of_current();
        Interpreter {
            record,
            home: record.home(),
            id: record.id(),
        }
    }

    /// CPython's number of the interpreter (`PyInterpreterState_GetID`). When Python is finalized and
    /// initialised again, the numbers begin again; handles of interpreters of before are not equal to new ones.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// Whether it is the main interpreter (`PyInterpreterState_Main`).
    pub fn is_main(&self) -> bool {
        self.id == MAIN_ID
    }

    /// Whether threads can still attach to it. It may begin to end right afterwards:
    /// [`try_attach`](Interpreter::try_attach) asks and attaches in one step.
    pub fn is_alive(&self) -> bool {
        self.record.gate.is_open(self.home)
    }

    /// Attaches the thread to this interpreter while `f` runs.
    ///
    /// | the thread is | then |
    /// |---|---|
    /// | attached to this interpreter | `f` is called, which costs a nanosecond or two |
    /// | detached from it, by [`Python::detach`] | it attaches again |
    /// | attached to another interpreter | it leaves that one, suspending the critical sections that it is in, and comes back afterwards |
    /// | not known to Python | it gets a thread state, until `f` is done, or keeps one: [`keep_thread_state`](Interpreter::keep_thread_state) |
    ///
    /// It may wait: for the GIL, or for a collection to end. An interpreter that begins to end waits until
    /// `f` is done.
    ///
    /// `f` can carry no object that is tied to the interpreter that the thread is attached to. [`Py`](crate::Py)
    /// handles can come along, but panic when they are used in an interpreter that is not theirs.
    ///
    /// Inside, C code that calls `PyGILState_Ensure` is in this interpreter (from Python 3.12 on; before, it waits
    /// for ever in a sub-interpreter).
    ///
    /// # Panics
    /// Where [`try_attach`](Interpreter::try_attach) returns an error.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn report(to: &Interpreter, progress: &Py<PyAny>, done: u32) -> PyResult<()> {
    ///     to.attach(|py| progress.bind(py).call1((done,)).map(drop))
    /// }
    /// ```
    #[track_caller]
    pub fn attach<F, R>(&self, f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R + CrossesInterpreters,
        R: CrossesInterpreters,
    {
        match self.try_attach(f) {
            Ok(result) => result,
            Err(AttachError::InExclusiveSection) => Refusal::InterpreterAttachInSection.refuse(),
            Err(AttachError::NoInterpreter) => Refusal::InterpreterAttachLate.refuse(),
            Err(AttachError::NoThreadState) => Refusal::InterpreterAttachMemory.refuse(),
        }
    }

    /// [`attach`](Interpreter::attach) that returns an error instead of panicking.
    ///
    /// # Errors
    /// Inside an exclusive critical section, and once the interpreter has begun to end: when its exit
    /// functions (`atexit`) run.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn log(to: &Interpreter, text: &str) {
    ///     let told = to.try_attach(|py| py.import("logging")?.call_method1("warning", (text,)).map(drop));
    ///     if told.is_err() {
    ///         eprintln!("{text}");
    ///     }
    /// }
    /// ```
    pub fn try_attach<F, R>(&self, f: F) -> Result<R, AttachError>
    where
        F: for<'py> FnOnce(Python<'py>) -> R + CrossesInterpreters,
        R: CrossesInterpreters,
    {
        attach::attach_to(self.record, self.home, f)
    }

    /// What has become of this interpreter's references that died where they could not be released.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyfunction]
    /// fn abandoned(py: Python<'_>) -> usize {
    ///     Interpreter::current(py).pending_references().abandoned
    /// }
    /// ```
    pub fn pending_references(&self) -> PendingReferences {
        let counts = self.record.pool.counts();
        // Many interpreters later, the record is another one's.
        match self.record.home() == self.home {
            true => counts,
            false => PendingReferences::default(),
        }
    }

    /// Keeps this thread's thread state of the interpreter as long as the guard lives. A thread that
    /// attaches often, and that Python has not made, then attaches as fast as one that was only detached,
    /// instead of making a thread state each time.
    ///
    /// On a thread that has a thread state of the interpreter already, the guard changes nothing.
    ///
    /// - On free-threaded builds, objects that the thread has made wait for it: what other threads give up of
    ///   them is released when it attaches the next time.
    /// - A sub-interpreter that is to end waits until the guard is dropped. The main interpreter does not: after
    ///   its end the guard is good for nothing, and the thread cannot attach to a later one.
    /// - While the thread is detached, C code on it that calls `PyGILState_Ensure` gets into this interpreter, as it
    ///   does on threads that Python has made there. ([`Python::attach`] goes to the main interpreter all the same.)
    ///
    /// # Errors
    /// As [`try_attach`](Interpreter::try_attach).
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn worker(to: Interpreter, jobs: std::sync::mpsc::Receiver<Py<PyAny>>) -> Result<(), freehold::AttachError> {
    ///     let _kept = to.keep_thread_state()?;
    ///     for job in jobs {
    ///         to.try_attach(|py| job.bind(py).call0().map(drop))?.ok();
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn keep_thread_state(&self) -> Result<KeptThreadState, AttachError> {
        attach::keep(self.record, self.home)
    }
}

/// What may come along to another interpreter, and back from there: the same as [`Detached`](crate::Detached).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be taken from one interpreter to another",
    label = "a Python object belongs to the interpreter that has made it",
    note = "take the data along instead, for example `Vec<f64>`, `String` or `Vec<u8>`",
    note = "of an object that belongs to the interpreter that is attached, take `Py<PyAny>`"
)]
pub trait CrossesInterpreters: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send + ?Sized> CrossesInterpreters for T {}

impl PartialEq for Interpreter {
    fn eq(&self, other: &Interpreter) -> bool {
        self.home == other.home
    }
}

impl Eq for Interpreter {}

impl std::hash::Hash for Interpreter {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.home.0.hash(state);
    }
}

impl std::fmt::Debug for Interpreter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interpreter")
            .field("id", &self.id)
            .field("alive", &self.is_alive())
            .finish()
    }
}
