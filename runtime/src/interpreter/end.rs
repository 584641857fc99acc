//! The end of an interpreter, in two steps.
//!
//! 1. It runs its exit functions, one of which is ours: nobody attaches from outside any more, and those
//!    who are attached are waited for. All of Python still works.
//! 2. It clears its dictionary, in which a capsule of ours is destroyed: what the library keeps for it is
//!    released. What dies later is abandoned.

use std::ffi::{CStr, c_void};
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::home::Home;
use super::pass::times_inside;
use super::record::Record;
use super::{exit_functions, note_end, per_interpreter, types};
use crate::types::PyString;
use crate::{Bound, PyErr, PyResult, Python, ffi};

/// The name under which an interpreter keeps the capsule whose end announces its own.
const KEY: &CStr = c"freehold.at_interpreter_end";

/// Has both steps announced. May be called twice.
pub(super) fn announce(py: Python<'_>, home: Home) -> PyResult<()> {
    at_exit(py, home)?;
    at_clearing(py, home)
}

/// What CPython keeps for us: the number of a home, as a pointer that is not null.
fn to_pointer(home: Home) -> *mut c_void {
    ptr::without_provenance_mut(home.0 as usize + 1)
}

fn from_pointer(pointer: *mut c_void) -> Home {
    Home((pointer.addr() - 1) as u32)
}

/// # Safety
/// Attached; the destructor, if there is one, is for capsules of this kind.
unsafe fn capsule(
    py: Python<'_>,
    home: Home,
    destructor: Option<ffi::PyCapsule_Destructor>,
) -> PyResult<Bound<'_, crate::types::PyAny>> {
    // SAFETY: attached; the name is static; a new reference is returned, or null with an exception.
    unsafe {
        let capsule = ffi::PyCapsule_New(to_pointer(home), KEY.as_ptr(), destructor);
        Bound::from_owned_ptr_or_err(py, capsule)
    }
}

struct Method(ffi::PyMethodDef);

// SAFETY: nothing writes to it.
unsafe impl Sync for Method {}

static CLOSE: Method = Method(ffi::PyMethodDef {
    ml_name: c"close_gate_of_freehold".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer {
        PyCFunction: interpreter_exits,
    },
    ml_flags: ffi::METH_NOARGS,
    ml_doc: ptr::null(),
});

/// Has `interpreter_exits` called among the interpreter's exit functions (`atexit`).
fn at_exit(py: Python<'_>, home: Home) -> PyResult<()> {
    // SAFETY: attached; the definition is static and never written; a new reference is returned, or null
    // with an exception.
    let close = unsafe {
        let home = capsule(py, home, Some(never_exits))?;
        let def = (&raw const CLOSE.0).cast_mut();
        let close = ffi::PyCFunction_NewEx(def, home.as_ptr(), ptr::null_mut());
        Bound::<crate::types::PyAny>::from_owned_ptr_or_err(py, close)?
    };
    exit_functions::register(&close)
}

/// Step 1.
unsafe extern "C" fn interpreter_exits(
    home: *mut ffi::PyObject,
    _: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: CPython calls, attached.
    unsafe {
        crate::function::trampoline(move |py| {
            // The function has been made with such a capsule, which it keeps alive.
            let home = from_pointer(ffi::PyCapsule_GetPointer(home, KEY.as_ptr()));
            close(py, home)?;
            Ok(py.None().into_ptr())
        })
    }
}

/// # Errors
/// What a signal handler raises meanwhile, such as `KeyboardInterrupt`: those who are still attached are
/// then left to CPython.
fn close(py: Python<'_>, home: Home) -> PyResult<()> {
    let Some(record) = home.record() else {
        return Ok(());
    };
    record.gate.close(home);
    crate::attach::end_own(home);
    wait(py, record, home)?;
    see_whether_alone(py, record, home);
    #[cfg(not(Py_3_15))]
    if record.id() == super::MAIN_ID {
        close_others(py)?;
    }
    crate::attach::release_pending();
    Ok(())
}

/// Threads that `threading` waits for are gone by now, but for their last instructions. Others may be detached, and
/// stay so for as long as the process lives: daemon threads, and those that keep a thread state.
fn see_whether_alone(py: Python<'_>, record: &Record, home: Home) {
    // Threads that are started from here on show themselves in the record.
    super::note_exit();
    for _ in 0..10 {
        // SAFETY: attached.
        let own = unsafe { ffi::PyThreadState_Get() };
        // SAFETY: as above, with this one.
        if nobody_else_is_inside(record, home) && unsafe { is_alone(own) } {
            return record.note_alone();
        }
        super::mark::a_moment(py);
        // A thread may only end once a reference that waits is released.
        crate::attach::release_pending();
    }
}

/// Whether the interpreter has no other thread state.
///
/// # Safety
/// The thread is attached with this one.
pub(crate) unsafe fn is_alone(own: *mut ffi::PyThreadState) -> bool {
    // SAFETY: the caller's contract: the interpreter and its thread state exist. Nothing else is followed: new ones
    // are put before the others.
    unsafe {
        let interpreter = ffi::PyThreadState_GetInterpreter(own);
        ffi::PyInterpreterState_ThreadHead(interpreter) == own
            && ffi::PyThreadState_Next(own).is_null()
    }
}

/// This thread itself may be inside, and ends the interpreter all the same.
fn nobody_else_is_inside(record: &Record, home: Home) -> bool {
    record.gate.inside(home) <= times_inside(record)
}

/// From 3.15 on, CPython waits: whoever leaves last lets the interpreter go.
#[cfg(Py_3_15)]
fn wait(_: Python<'_>, record: &'static Record, home: Home) -> PyResult<()> {
    if nobody_else_is_inside(record, home) {
        record.let_go();
    }
    Ok(())
}

/// Nobody wakes this thread: that would need a lock, which another thread could hold while this process
/// forks. It happens once in the life of an interpreter.
#[cfg(not(Py_3_15))]
fn wait(py: Python<'_>, record: &'static Record, home: Home) -> PyResult<()> {
    let moment = || {
        for turn in 0..100u32 {
            match turn {
                _ if nobody_else_is_inside(record, home) => break,
                0..16 => std::thread::yield_now(),
                _ => std::thread::sleep(std::time::Duration::from_micros(200)),
            }
        }
    };
    while !nobody_else_is_inside(record, home) {
        py.detach(moment);
        // SAFETY: attached.
        if unsafe { ffi::PyErr_CheckSignals() } < 0 {
            return Err(PyErr::fetch(py));
        }
    }
    Ok(())
}

/// The thread that ends the main interpreter, and with it all others; only that thread asks.
static ENDING_ALL: AtomicUsize = AtomicUsize::new(0);

/// Whether this is the thread that ends all interpreters.
pub(super) fn is_ending_all() -> bool {
    ENDING_ALL.load(Ordering::Relaxed) == super::record::this_thread()
}

/// Before 3.15, CPython ends those sub-interpreters that are left after the main one has begun to finalize,
/// when threads cannot come back from where they wait for any of them.
#[cfg(not(Py_3_15))]
fn close_others(py: Python<'_>) -> PyResult<()> {
    ENDING_ALL.store(super::record::this_thread(), Ordering::Relaxed);
    for record in Record::all().filter(|record| record.id() != super::MAIN_ID) {
        let home = record.home();
        record.gate.close_from_outside(home);
        wait(py, record, home)?;
    }
    Ok(())
}

/// Should somebody clear the list of exit functions (`atexit._clear()`), nobody attaches from outside any more.
unsafe extern "C" fn never_exits(capsule: *mut ffi::PyObject) {
    // SAFETY: the capsule has this name, and was made by `at_exit`.
    let home = unsafe { from_pointer(ffi::PyCapsule_GetPointer(capsule, KEY.as_ptr())) };
    let Some(record) = home.record() else {
        return;
    };
    record.gate.close(home);
    if nobody_else_is_inside(record, home) {
        record.let_go();
    }
}

/// Has `interpreter_ended` called when the interpreter clears its dictionary.
fn at_clearing(py: Python<'_>, home: Home) -> PyResult<()> {
    // Several libraries built with Freehold share the interpreter's dictionary: the address of a
    // static of this one makes the key its own. Whoever comes second finds the capsule of the first.
    let own = ptr::from_ref(&super::NOTICE).addr();
    let key = PyString::try_new(py, &format!("freehold.at_interpreter_end.{own}"))?;
    // SAFETY: attached. The dictionary and what is found in it are borrowed from the interpreter, which
    // outlives the call.
    unsafe {
        let dict = ffi::PyInterpreterState_GetDict(ffi::PyInterpreterState_Get());
        if dict.is_null() {
            return Err(crate::exceptions::PyRuntimeError::new_err(
                "the interpreter has no dictionary to keep its types in",
            ));
        }
        let ours = capsule(py, home, None)?;
        let kept = ffi::PyDict_SetDefault(dict, key.as_ptr(), ours.as_ptr());
        if kept.is_null() || ffi::PyCapsule_SetDestructor(kept, Some(interpreter_ended)) < 0 {
            return Err(PyErr::fetch(py));
        }
    }
    Ok(())
}

/// Code further out on this thread's stack is inside the interpreter, and would go on with what is freed next. CPython
/// aborts too before 3.14 (`not the last thread`), where that is left of it; from then on it does not look.
fn refuse_inside(record: &Record) {
    let is_inside = times_inside(record) > crate::attach::times_kept(record);
    if record.id() != super::MAIN_ID && !record.gate.has_ended() && is_inside {
        // SAFETY: the text is static. The process ends here.
        unsafe {
            ffi::Py_FatalError(
                c"a sub-interpreter has been ended by a thread that is inside `Interpreter::attach` of it"
                    .as_ptr(),
            );
        }
    }
}

/// Step 2, while the thread is still attached to the interpreter: unless this is the child of a fork,
/// where CPython deletes sub-interpreters without going there.
unsafe extern "C" fn interpreter_ended(capsule: *mut ffi::PyObject) {
    // SAFETY: the capsule has this name, and was made by `at_clearing`.
    let home = unsafe { from_pointer(ffi::PyCapsule_GetPointer(capsule, KEY.as_ptr())) };
    let Some(record) = home.record() else {
        return;
    };
    record.gate.close(home);
    refuse_inside(record);
    if crate::attach::is_attached() && Home::current() == home {
        // What detached threads have left, while it can still be released.
        crate::attach::release_pending();
        types::release_all(record);
        match record.is_ended_alone() {
            // SAFETY: the thread is attached, as just seen.
            true => per_interpreter::release_all(unsafe { Python::assume_attached() }, record),
            // A thread that is detached for ever may be using what it has borrowed.
            false => per_interpreter::forget_all(record),
        }
    } else {
        types::forget_all(record);
        per_interpreter::forget_all(record);
    }
    record.gate.end(home);
    record.pool.abandon();
    note_end(home);
}
