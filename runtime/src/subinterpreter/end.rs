//! Ending an interpreter, if that can be done.
//!
//! `Py_EndInterpreter` aborts the process where, after the exit functions have run, another thread still has
//! a thread state of the interpreter; from 3.14 on it strands such threads. So everything that it does until
//! then is done here first, and then there must be no other one. While the thread is attached to an
//! interpreter that nobody else is in and that nobody can attach to any more, none can come either: threads
//! are started by threads of the same interpreter.

use std::ffi::CStr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::life::Life;
use crate::attach::{Visit, visit};
use crate::exceptions::PyRuntimeError;
use crate::interpreter::{Home, Place, times_inside};
use crate::types::{PyAnyMethods as _, PyDict};
use crate::{PyResult, Python};

/// Only by the thread that is `ending` it.
pub(super) fn end(life: &Life, _py: Python<'_>) -> PyResult<()> {
    if Home::current() == life.home || times_inside(life.record) > 0 {
        return Err(PyRuntimeError::new_err(
            "the interpreter cannot end while this thread is attached to it, or keeps a thread state \
             of it",
        ));
    }
    // Keeps others from ending it at the same time, such as `_interpreters.destroy`.
    let mut place = Place::at(life.record, life.home);
    let mut pass = place.enter();
    let closed = life.closed.load(Ordering::Relaxed);
    if pass.is_none() && !closed {
        return match life.is_over() {
            true => Ok(()),
            false => Err(PyRuntimeError::new_err(
                "the interpreter is being ended by other means",
            )),
        };
    }
    #[cfg(Py_3_14)]
    // SAFETY: the interpreter exists: this thread is inside its gate, or was when it closed it.
    let own = unsafe { Visit::to(life.record) }
        .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    #[cfg(not(Py_3_14))]
    // SAFETY: the interpreter exists, as above, and nobody else uses its first thread state.
    let own = unsafe { Visit::with(life.first.thread_state.as_ptr(), true) };
    visit(own, |py, own| {
        if !closed {
            refuse_threads_that_nobody_waits_for(py, life, own)?;
        }
        life.closed.store(true, Ordering::Relaxed);
        finish(py);
        // The gate is closed now. Those inside are waited for, of which this is not to be one.
        drop(pass.take());
        wait_for_attached(py, life)?;
        wait_for_stragglers(py, own)?;
        life.record.note_alone();
        // SAFETY: no other thread state exists, as just found, and none can come: the gate is closed.
        unsafe { own.end_interpreter() };
        Ok(())
    })
}

/// # Errors
/// While there are threads that nobody would wait for.
fn refuse_threads_that_nobody_waits_for(py: Python<'_>, life: &Life, own: &Visit) -> PyResult<()> {
    let mut others = 0;
    for _ in 0..200 {
        if is_alone(own) {
            return Ok(());
        }
        let seen = run(py, SEE_THREADS)?;
        let daemons: String = seen.as_any().get_item("daemons")?.extract()?;
        if !daemons.is_empty() {
            return Err(PyRuntimeError::new_err(format!(
                "the interpreter cannot end while daemon threads live in it: {daemons}"
            )));
        }
        others = seen.as_any().get_item("others")?.extract::<i64>()?;
        let are_waited_for: bool = seen.as_any().get_item("are_waited_for")?.extract()?;
        // One pass is this thread's.
        let are_attached = life.record.gate.inside(life.home) > 1;
        if others <= 0 && (are_waited_for || are_attached) {
            return Ok(());
        }
        // Threads are not known to all at once when they start, nor forgotten when they end.
        py.detach(|| std::thread::sleep(Duration::from_millis(1)));
    }
    Err(PyRuntimeError::new_err(if others > 0 {
        format!(
            "the interpreter cannot end while threads live in it that `threading` does not know of: \
             {others}"
        )
    } else {
        "the interpreter cannot end while other threads have a thread state of it".to_owned()
    }))
}

/// `daemons`: the names of the daemon threads; `are_waited_for`: whether there are threads that are none;
/// `others`: how many there are beside them all.
const SEE_THREADS: &CStr = c"
import _thread, sys
threading = sys.modules.get('threading')
living = []
if threading is not None:
    living = [thread for thread in threading.enumerate() if type(thread) not in (threading._MainThread, threading._DummyThread)]
daemons = [repr(thread.name) for thread in living if thread.daemon]
are_waited_for = len(daemons) < len(living)
daemons = ', '.join(daemons)
others = _thread._count() - len(living)
";

/// What `Py_EndInterpreter` begins with: waits for threads, and runs the exit functions, of which the
/// library's closes the gate. What they raise is reported, as it is there.
fn finish(py: Python<'_>) {
    for step in [FORGET_MAIN_THREAD, WAIT_FOR_THREADS, RUN_EXIT_FUNCTIONS] {
        if let Err(error) = run(py, step) {
            error.write_unraisable(py, None);
        }
    }
}

/// Up to 3.12, `threading` takes the thread that has imported it for one that runs for as long as the
/// interpreter does, and waits for its thread state to go, or fails if that is this thread's.
const FORGET_MAIN_THREAD: &CStr = c"
import sys
threading = sys.modules.get('threading')
if threading is not None and sys.version_info < (3, 13):
    main = threading._main_thread
    lock = main._tstate_lock
    main._ident = None
    if lock is not None:
        with threading._shutdown_locks_lock:
            threading._shutdown_locks.discard(lock)
        if lock.locked():
            lock.release()
";

const WAIT_FOR_THREADS: &CStr = c"
import sys
if 'threading' in sys.modules:
    sys.modules['threading']._shutdown()
";

const RUN_EXIT_FUNCTIONS: &CStr = c"
import atexit
atexit._run_exitfuncs()
";

/// Waits for threads that are attached from outside. Up to 3.14 the exit functions have done that; from 3.15 on
/// CPython would, in the end.
///
/// # Errors
/// What a signal handler raises meanwhile.
fn wait_for_attached(py: Python<'_>, life: &Life) -> PyResult<()> {
    while life.record.gate.inside(life.home) > 0 {
        py.detach(|| std::thread::sleep(Duration::from_millis(1)));
        py.check_signals()?;
    }
    Ok(())
}

/// Waits for threads that are about to delete their thread states.
///
/// # Errors
/// If one stays.
fn wait_for_stragglers(py: Python<'_>, own: &Visit) -> PyResult<()> {
    for _ in 0..1000 {
        if is_alone(own) {
            return Ok(());
        }
        py.detach(|| std::thread::sleep(Duration::from_millis(1)));
    }
    Err(PyRuntimeError::new_err(
        "the interpreter cannot end while other threads have a thread state of it; its exit functions \
         have run, and nobody can attach to it any more",
    ))
}

/// Whether the interpreter has no other thread state than this thread's.
fn is_alone(own: &Visit) -> bool {
    // SAFETY: attached with it.
    unsafe { crate::interpreter::is_alone(own.thread_state()) }
}

/// Runs statements, and returns the variables that they have made.
fn run<'py>(py: Python<'py>, code: &CStr) -> PyResult<crate::Bound<'py, PyDict>> {
    let variables = PyDict::new(py);
    py.run(code, Some(&variables), None)?;
    Ok(variables)
}
