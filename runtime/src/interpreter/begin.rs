//! How the library gets to know an interpreter.

use super::end;
use super::record::{MAIN_ID, Record};
use crate::{PyResult, Python, capi, ffi};

/// Makes the library known to the interpreter that executes one of its modules.
///
/// # Errors
/// `ImportError` in a sub-interpreter before 3.12: CPython cannot tell there which thread is attached. And if
/// integers are not laid out as they are read.
pub(crate) fn enter_module(py: Python<'_>) -> PyResult<()> {
    capi::digit::check(py)?;
    // Modules are not executed by interpreters that are ending.
    let record = Record::of_new_current();
    #[cfg(not(Py_3_12))]
    if record.id() != MAIN_ID {
        return Err(crate::exceptions::PyImportError::new_err(
            "this module can be imported in sub-interpreters from Python 3.12 on",
        ));
    }
    announce(py, record)
}

/// Makes the library known to the interpreter, if it is not. Every way into the library from an
/// interpreter that may be new to it comes through here.
///
/// # Errors
/// What registering functions with the interpreter raises. Then it cannot be attached from outside.
pub(crate) fn enter(py: Python<'_>) -> PyResult<&'static Record> {
    let record = match Record::of_current() {
        record if is_known(record) => return Ok(record),
        // Python has been initialised again.
        record if record.gate.has_ended() => Record::of_new_current(),
        record => record,
    };
    announce(py, record).map(|()| record)
}

fn announce(py: Python<'_>, record: &'static Record) -> PyResult<()> {
    if record.gate.is_announced() {
        return Ok(());
    }
    super::fork::prepare();
    super::era::await_end();
    end::announce(py, record.home())?;
    #[cfg(Py_3_15)]
    record.hold(py)?;
    record.gate.announced();
    Ok(())
}

/// [`enter`], for a thread that came attached: costs a comparison if the interpreter is known. Errors are
/// for the next one to see who needs more than to be attached.
#[inline]
pub(crate) fn know_current(py: Python<'_>) {
    // SAFETY: attached.
    let current = unsafe { ffi::PyInterpreterState_Get() };
    let main = Record::main();
    if main.interpreter() != current || !main.gate.is_announced() || main.gate.has_ended() {
        know(py);
    }
}

#[cold]
fn know(py: Python<'_>) {
    if is_known(Record::of_current()) {
        return;
    }
    // The thread may be handling an exception.
    let raised = crate::PyErr::take(py);
    let _ = enter(py);
    if let Some(raised) = raised {
        raised.restore(py);
    }
}

/// Whether there is nothing to be done: because it is announced, or because it is ending. What looks like
/// a main interpreter that has ended is a new one, once Python is initialised again.
fn is_known(record: &Record) -> bool {
    match record.gate.has_ended() {
        true => record.id() != MAIN_ID || capi::is_finalizing(),
        false => record.gate.is_announced(),
    }
}
