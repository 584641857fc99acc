//! Interpreters beside the main one.

mod at_exit;
mod config;
mod create;
mod end;
mod life;

use std::sync::Arc;

use self::life::Life;
use crate::attach::AttachError;
use crate::interpreter::Interpreter;
use crate::refusal::Refusal;
use crate::types::PyAny;
use crate::{Detached, Py, PyErr, PyResult, Python};

pub use config::{Gil, SubInterpreterConfig};

/// An interpreter of one's own, with modules, types and, if wanted, a GIL of its own. It ends when this is
/// dropped, and at the latest among the exit functions (`atexit`) of the interpreter that has made it.
///
/// Interpreters with a GIL of their own run side by side, also where Python has a GIL. Each has its own
/// copy of every module, and no object can go from one to another: what goes is plain Rust data, captured
/// by the closure and returned by it.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::{SubInterpreter, SubInterpreterConfig};
///
/// /// What each of `programs` leaves in its variable `result`, all of them at once.
/// #[pyfunction]
/// fn run_all(py: Python<'_>, programs: Vec<String>) -> PyResult<Vec<i64>> {
///     let interpreters: PyResult<Vec<_>> =
///         programs.iter().map(|_| SubInterpreter::new(py, &SubInterpreterConfig::ISOLATED)).collect();
///     let interpreters = interpreters?;
///     py.detach(|| {
///         std::thread::scope(|scope| {
///             let mut threads = Vec::new();
///             for (interpreter, program) in interpreters.iter().zip(&programs) {
///                 threads.push(scope.spawn(move || run(interpreter, program)));
///             }
///             threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
///         })
///     })
/// }
///
/// fn run(interpreter: &SubInterpreter, program: &str) -> PyResult<i64> {
///     interpreter.attach(|py| {
///         let program = std::ffi::CString::new(program)?;
///         py.run(&program, None, None)?;
///         py.eval(c"result", None, None)?.extract()
///     })
/// }
/// ```
///
/// Modules written with Freehold can be imported in it if they say so:
/// `#[pymodule(multiple_interpreters = "per_interpreter_gil")]`. Before 3.12 they cannot.
///
/// An error that comes out of it is raised as a `RuntimeError` that names it: the exception itself stays
/// where it was made, and its text has to be asked for (`to_string`) before the interpreter ends.
///
/// While there are any, the process should not fork, wherever: CPython destroys them in the child, and 3.13
/// to 3.15 crash doing so. (`subprocess` does not fork in this sense.)
///
/// Costs: some ten milliseconds and about as much memory as starting Python does.
pub struct SubInterpreter {
    interpreter: Interpreter,
    life: Arc<Life>,
    /// Registered with the exit functions of the interpreter that has made this one.
    at_exit: Py<PyAny>,
}

impl SubInterpreter {
    /// Makes an interpreter (`Py_NewInterpreterFromConfig`, before 3.12 `Py_NewInterpreter`). Runs Python
    /// code in it: `site`, and what that imports. The critical sections that the thread is in are suspended
    /// meanwhile.
    ///
    /// # Errors
    /// `ValueError` for a configuration that contradicts itself, `NotImplementedError` for one that this
    /// version of Python does not have, `RuntimeError` if CPython does not make one, and what the first
    /// steps in it raise.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    /// use freehold::{SubInterpreter, SubInterpreterConfig};
    ///
    /// # fn f(py: Python<'_>) -> PyResult<()> {
    /// let other = SubInterpreter::new(py, &SubInterpreterConfig::default())?;
    /// let there: i64 = other.attach(|py| py.eval(c"1 + 1", None, None)?.extract())?;
    /// # Ok(()) }
    /// ```
    pub fn new(py: Python<'_>, config: &SubInterpreterConfig) -> PyResult<SubInterpreter> {
        config.check()?;
        create::create(py, config)
    }

    /// The handle, for threads to attach with, which does not keep the interpreter from ending.
    pub fn interpreter(&self) -> Interpreter {
        self.interpreter.clone()
    }

    /// Attaches the thread to it while `f` runs: see [`Interpreter::attach`].
    ///
    /// # Panics
    /// Where [`try_attach`](SubInterpreter::try_attach) returns an error.
    #[track_caller]
    pub fn attach<F, R>(&self, f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R + Detached,
        R: Detached,
    {
        match self.interpreter.try_attach(f) {
            Ok(result) => result,
            Err(AttachError::InExclusiveSection) => Refusal::SubInterpreterAttachInSection.refuse(),
            Err(AttachError::NoInterpreter) => Refusal::SubInterpreterAttachLate.refuse(),
            Err(AttachError::NoThreadState) => Refusal::SubInterpreterAttachMemory.refuse(),
        }
    }

    /// [`attach`](SubInterpreter::attach) that returns an error instead of panicking: see
    /// [`Interpreter::try_attach`].
    ///
    /// # Errors
    /// Inside an exclusive critical section, and if the interpreter has ended.
    pub fn try_attach<F, R>(&self, f: F) -> Result<R, AttachError>
    where
        F: for<'py> FnOnce(Python<'py>) -> R + Detached,
        R: Detached,
    {
        self.interpreter.try_attach(f)
    }

    /// Ends the interpreter (`Py_EndInterpreter`), as Python ends: it waits for the threads of `threading` that
    /// are no daemons and for those that are attached from outside, runs the exit functions, and destroys its
    /// modules. Dropping does the same, and reports errors instead (`sys.unraisablehook`).
    ///
    /// The critical sections that the thread is in are suspended meanwhile. If it has ended already, nothing
    /// happens.
    ///
    /// # Errors
    /// `RuntimeError` where CPython would abort the process, or would strand threads: while daemon threads live
    /// in it, or those that `_thread` has started, while this thread is attached to it further out, or keeps a
    /// thread state of it. Then nothing has happened, and it can be tried again. Only threads that turn up while
    /// it ends find it half-way: its exit functions have run, and nobody can attach any more.
    ///
    /// Two threads that are each inside an interpreter which the other one ends wait for each other for ever,
    /// as two threads do that join each other.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    /// use freehold::{SubInterpreter, SubInterpreterConfig};
    ///
    /// # fn f(py: Python<'_>) -> PyResult<()> {
    /// let mut other = SubInterpreter::new(py, &SubInterpreterConfig::ISOLATED)?;
    /// other.end(py)?;
    /// assert!(other.try_attach(|_| ()).is_err());
    /// # Ok(()) }
    /// ```
    pub fn end(&mut self, py: Python<'_>) -> PyResult<()> {
        self.life.end(py)?;
        at_exit::unregister(py, &self.at_exit);
        Ok(())
    }
}

impl std::fmt::Debug for SubInterpreter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SubInterpreter")
            .field(&self.interpreter)
            .finish()
    }
}

impl Drop for SubInterpreter {
    /// Compiled where there are some (`#[inline]`): what std takes to start a thread is large.
    #[inline]
    fn drop(&mut self) {
        if self.life.is_over() {
            return;
        }
        let ended = Python::try_attach(|py| {
            let raised = PyErr::take(py);
            if let Err(error) = self.end(py) {
                error.write_unraisable(py, None);
            }
            if let Some(raised) = raised {
                raised.restore(py);
            }
        });
        if ended == Err(AttachError::InExclusiveSection) {
            // Not here, where it would release the section's lock. Without a thread, it goes on living until
            // the exit functions run.
            let life = self.life.clone();
            let end = move || {
                Python::try_attach(|py| {
                    if let Err(error) = life.end(py) {
                        error.write_unraisable(py, None);
                    }
                })
            };
            let _ = std::thread::Builder::new().spawn(end);
        }
    }
}
