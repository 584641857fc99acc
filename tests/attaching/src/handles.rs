//! Handles, and attaching with them.

use std::collections::HashMap;
use std::ffi::CString;
use std::sync::{LazyLock, Mutex, PoisonError};

use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;

/// The handles of all interpreters, by their ids: Rust data, which they share.
static HANDLES: LazyLock<Mutex<HashMap<i64, Interpreter>>> = LazyLock::new(Mutex::default);

/// Makes this interpreter known to the others.
#[pyfunction]
pub fn register(py: Python<'_>) -> i64 {
    let here = Interpreter::current(py);
    let id = here.id();
    let mut handles = HANDLES.lock().unwrap_or_else(PoisonError::into_inner);
    handles.insert(id, here);
    id
}

pub fn handle(id: i64) -> PyResult<Interpreter> {
    let handles = HANDLES.lock().unwrap_or_else(PoisonError::into_inner);
    handles
        .get(&id)
        .cloned()
        .ok_or_else(|| PyRuntimeError::new_err("not registered"))
}

pub fn refusal(error: freehold::AttachError) -> PyErr {
    PyRuntimeError::new_err(format!("{error:?}"))
}

/// `(id, is_main, is_alive)`.
#[pyfunction]
pub fn current(py: Python<'_>) -> (i64, bool, bool) {
    let here = Interpreter::current(py);
    (here.id(), here.is_main(), here.is_alive())
}

/// Whether the handle is of this very interpreter.
#[pyfunction]
pub fn equal(py: Python<'_>, id: i64) -> PyResult<bool> {
    Ok(handle(id)? == Interpreter::current(py))
}

#[pyfunction]
pub fn show(id: i64) -> PyResult<String> {
    Ok(format!("{:?}", handle(id)?))
}

/// What the thread is attached to, asked of CPython.
pub fn attached_to(_: Python<'_>) -> i64 {
    // SAFETY: attached.
    unsafe { freehold::ffi::PyInterpreterState_GetID(freehold::ffi::PyInterpreterState_Get()) }
}

/// Attaches to one interpreter inside of the other; each time, at first and at last, notes where it is.
fn walk(py: Python<'_>, ids: &[i64], detach: bool) -> Vec<i64> {
    let mut seen = vec![attached_to(py)];
    if let [next, rest @ ..] = ids {
        let next = handle(*next).expect("a registered interpreter");
        let further = || next.attach(|py| walk(py, rest, detach));
        seen.extend(match detach {
            true => py.detach(further),
            false => further(),
        });
        seen.push(attached_to(py));
    }
    seen
}

#[pyfunction(signature = (ids, detach = false))]
pub fn path(py: Python<'_>, ids: Vec<i64>, detach: bool) -> Vec<i64> {
    walk(py, &ids, detach)
}

/// The thread states, by CPython's numbers, on the same way.
#[pyfunction(signature = (ids, detach = false))]
pub fn states_on_path(py: Python<'_>, ids: Vec<i64>, detach: bool) -> Vec<u64> {
    fn walk(py: Python<'_>, ids: &[i64], detach: bool) -> Vec<u64> {
        let mut seen = vec![crate::kept::thread_state(py)];
        if let [next, rest @ ..] = ids {
            let next = handle(*next).expect("a registered interpreter");
            let further = || next.attach(|py| walk(py, rest, detach));
            seen.extend(match detach {
                true => py.detach(further),
                false => further(),
            });
        }
        seen
    }
    walk(py, &ids, detach)
}

/// The same on a thread that Python does not know; `Python::attach` comes before, and after.
#[pyfunction(signature = (ids, detach = false))]
#[allow_threads]
pub fn path_on_thread(ids: Vec<i64>, detach: bool) -> PyResult<Vec<i64>> {
    let walk = move || {
        let (first, rest) = ids.split_first().expect("an id");
        let mut seen = vec![Python::attach(attached_to)];
        let first = handle(*first).expect("a registered interpreter");
        seen.extend(first.attach(|py| walk(py, rest, detach)));
        seen.push(Python::attach(attached_to));
        seen
    };
    std::thread::spawn(walk)
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))
}

fn run(py: Python<'_>, code: &str) -> Result<(), String> {
    let code = CString::new(code).expect("no null in the code");
    py.run(&code, None, None).map_err(|error| error.to_string())
}

/// Runs the code in the interpreter, from this attached thread.
#[pyfunction]
pub fn run_in(id: i64, code: String) -> PyResult<String> {
    let ran = handle(id)?
        .try_attach(|py| run(py, &code))
        .map_err(refusal)?;
    Ok(ran.err().unwrap_or_else(|| "fine".to_owned()))
}

/// Runs the code in the interpreter, from a new thread.
#[pyfunction]
#[allow_threads]
pub fn run_on_thread(id: i64, code: String) -> PyResult<String> {
    let to = handle(id)?;
    let ran = std::thread::spawn(move || to.try_attach(|py| run(py, &code)))
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))?
        .map_err(refusal)?;
    Ok(ran.err().unwrap_or_else(|| "fine".to_owned()))
}

#[pyclass]
#[derive(Default)]
pub struct Lockable {
    at: i64,
}

#[pymethods]
impl Lockable {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// What attaching to the interpreter gives while this is locked.
    #[critical_section(self)]
    fn attach(&mut self, id: i64) -> PyResult<String> {
        self.at = id;
        let to = handle(id)?;
        Ok(format!(
            "{:?} {:?}",
            to.try_attach(|_| ()),
            to.keep_thread_state().map(drop)
        ))
    }
}

/// How often a section on `object` is suspended by going to the interpreter and coming back.
#[pyfunction]
pub fn attach_in_section(object: &Bound<'_, PyAny>, id: i64) -> PyResult<usize> {
    let to = handle(id)?;
    freehold::sync::with_watched_section(object, |section| {
        to.try_attach(|_| ()).map_err(refusal)?;
        Ok(section.suspensions())
    })
}
