//! Making an interpreter.

use std::ptr::NonNull;
use std::sync::Arc;

use super::life::{First, Life};
use super::{SubInterpreter, SubInterpreterConfig, at_exit};
use crate::attach::{self, Visit, status};
use crate::interpreter::{Interpreter, Record, enter};
use crate::refusal::Refusal;
use crate::{PyResult, Python, ffi};

pub(super) fn create(py: Python<'_>, config: &SubInterpreterConfig) -> PyResult<SubInterpreter> {
    status(|status| {
        if status.in_exclusive_section() {
            Refusal::MakingInterpreter.refuse();
        }
        status.note_detach();
    });
    let first = first_thread_state(py, config)?;
    // SAFETY: the call above has made it on this thread, and left it. If it is kept, only `first` knows it.
    let visit = unsafe { Visit::with(first.as_ptr(), KEEP_FIRST) };
    let known = attach::visit(visit, |py, _| {
        // Before anything finds a record of an interpreter that was once at the same address.
        Record::of_new_current();
        enter(py).map(|record| (record, Interpreter::current(py)))
    });
    let (record, interpreter) = known?;
    let first = First {
        #[cfg(not(Py_3_14))]
        thread_state: first,
    };
    let life = Arc::new(Life::new(record, first));
    let registered = at_exit::register(py, life.clone());
    match registered {
        Ok(at_exit) => Ok(SubInterpreter {
            interpreter,
            life,
            at_exit,
        }),
        Err(error) => {
            life.end(py)?;
            Err(error)
        }
    }
}

const KEEP_FIRST: bool = cfg!(not(Py_3_14));

/// A new interpreter's first thread state. The thread is back where it was.
fn first_thread_state(
    py: Python<'_>,
    config: &SubInterpreterConfig,
) -> PyResult<NonNull<ffi::PyThreadState>> {
    // SAFETY: attached. The new thread state is current when it has been made; leaving it and attaching the
    // caller's is what the thread would do to wait for a lock.
    unsafe {
        let caller = ffi::PyThreadState_Get();
        let made = make(py, config);
        if ffi::PyThreadState_Get() != caller {
            ffi::PyEval_SaveThread();
            ffi::PyEval_RestoreThread(caller);
        }
        made
    }
}

/// # Safety
/// Attached. On success the thread is attached with the new thread state instead.
#[cfg(Py_3_12)]
unsafe fn make(
    _py: Python<'_>,
    config: &SubInterpreterConfig,
) -> PyResult<NonNull<ffi::PyThreadState>> {
    use super::Gil;
    use crate::exceptions::PyRuntimeError;
    use std::ffi::CStr;

    let config = ffi::PyInterpreterConfig {
        use_main_obmalloc: config.use_main_obmalloc.into(),
        allow_fork: config.allow_fork.into(),
        allow_exec: config.allow_exec.into(),
        allow_threads: config.allow_threads.into(),
        allow_daemon_threads: config.allow_daemon_threads.into(),
        check_multi_interp_extensions: config.check_multi_interp_extensions.into(),
        gil: match config.gil {
            Gil::Default => ffi::PyInterpreterConfig_DEFAULT_GIL,
            Gil::Shared => ffi::PyInterpreterConfig_SHARED_GIL,
            Gil::Own => ffi::PyInterpreterConfig_OWN_GIL,
        },
    };
    let mut thread_state = std::ptr::null_mut();
    // SAFETY: attached, with a configuration that CPython supports, as `check` has seen to. A message is a
    // static string.
    unsafe {
        let status = ffi::Py_NewInterpreterFromConfig(&raw mut thread_state, &raw const config);
        if let (0, Some(made)) = (ffi::PyStatus_Exception(status), NonNull::new(thread_state)) {
            return Ok(made);
        }
        let why = match status.err_msg.is_null() {
            true => "no reason is given".into(),
            false => CStr::from_ptr(status.err_msg).to_string_lossy(),
        };
        Err(PyRuntimeError::new_err(format!(
            "Python has made no sub-interpreter: {why}"
        )))
    }
}

/// # Safety
/// Attached. On success the thread is attached with the new thread state instead.
#[cfg(not(Py_3_12))]
unsafe fn make(
    py: Python<'_>,
    _legacy: &SubInterpreterConfig,
) -> PyResult<NonNull<ffi::PyThreadState>> {
    // SAFETY: attached.
    let thread_state = unsafe { ffi::Py_NewInterpreter() };
    NonNull::new(thread_state).ok_or_else(|| crate::PyErr::fetch(py))
}
