//! Modules and interpreters that come and go, and what is left of them.

use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use freehold::exceptions::{PyRuntimeError, PyValueError};
use freehold::prelude::*;
use freehold::{AttachError, SubInterpreter, SubInterpreterConfig};

use crate::steps::sleep;

/// What there has been of one kind, in all interpreters.
struct Born {
    made: AtomicI64,
    ended: AtomicI64,
}

impl Born {
    const fn new() -> Born {
        Born {
            made: AtomicI64::new(0),
            ended: AtomicI64::new(0),
        }
    }

    fn made(&self) -> i64 {
        self.made.fetch_add(1, Ordering::SeqCst)
    }

    fn ended(&self) {
        self.ended.fetch_add(1, Ordering::SeqCst);
    }

    fn both(&self) -> (i64, i64) {
        (
            self.made.load(Ordering::SeqCst),
            self.ended.load(Ordering::SeqCst),
        )
    }
}

static STATES: Born = Born::new();
static LIVES: Born = Born::new();

/// What each instance of the module has one of.
pub struct State {
    number: i64,
    calls: AtomicU64,
}

impl State {
    pub fn new() -> State {
        State {
            number: STATES.made(),
            calls: AtomicU64::new(0),
        }
    }

    fn asked(&self) -> (i64, u64) {
        let calls = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        (self.number, calls)
    }
}

impl Drop for State {
    fn drop(&mut self) {
        STATES.ended();
    }
}

/// The number of the module's state, and how often it was asked for.
#[pyfunction]
pub fn state_number(state: &State) -> (i64, u64) {
    state.asked()
}

/// Says when the process exits whether all states of the module have ended with the interpreter.
#[pyfunction]
pub fn expect_no_state_left() {
    extern "C" fn no_state_is_left() {
        let (made, ended) = STATES.both();
        if made != ended {
            crate::os::wrong(&format!(
                "{made} states of the module were made, {ended} have ended"
            ));
        }
    }
    crate::os::at_exit(no_state_is_left);
}

/// How many states of the module were made, and how many have ended; and the same for objects of [`Life`].
#[pyfunction]
pub fn born() -> ((i64, i64), (i64, i64)) {
    (STATES.both(), LIVES.both())
}

/// An object whose end is counted in all interpreters together, with a method that knows its module.
#[pyclass(subclass)]
pub struct Life {
    held: Option<Py<PyAny>>,
}

#[pymethods]
impl Life {
    #[new]
    #[freehold(signature = (held = None))]
    fn new(held: Option<Py<PyAny>>) -> Self {
        LIVES.made();
        Life { held }
    }

    #[critical_section(self)]
    fn state_number(&self, state: &State) -> (i64, u64) {
        state.asked()
    }

    #[critical_section(self)]
    fn holds(&self) -> bool {
        self.held.is_some()
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        LIVES.ended();
    }
}

fn made(py: Python<'_>, kind: &str) -> PyResult<SubInterpreter> {
    let config = match kind {
        "own" => SubInterpreterConfig::ISOLATED,
        "shared" => SubInterpreterConfig::LEGACY,
        _ => return Err(PyValueError::new_err("no such kind")),
    };
    SubInterpreter::new(py, &config)
}

/// Runs `code` there, and returns what it leaves as `result`.
fn run(there: &SubInterpreter, code: &str) -> PyResult<i64> {
    there.attach(|py| {
        py.run(&CString::new(code)?, None, None)?;
        py.eval(c"result", None, None)?.extract()
    })
}

/// One life of an interpreter in which `code` runs: on this thread, and then, as `again`, on another one. Returns what
/// they leave as `result`, and how many references were left over.
#[pyfunction]
pub fn live(py: Python<'_>, kind: &str, code: &str, again: &str) -> PyResult<(i64, i64, usize)> {
    let mut there = made(py, kind)?;
    let first = run(&there, code)?;
    let second = py
        .detach(|| std::thread::scope(|scope| scope.spawn(|| run(&there, again)).join()))
        .map_err(|_| PyRuntimeError::new_err("a thread panicked"))??;
    let handle = there.interpreter();
    there.end(py)?;
    let left = handle.pending_references();
    Ok((first, second, left.waiting + left.abandoned))
}

/// One life of an interpreter that `threads` aim at when it ends, after so long, with an object that `code` leaves as
/// `result`. Returns how often they got there. Whatever is possible afterwards and should not be is an error.
#[pyfunction]
pub fn outlive(
    py: Python<'_>,
    kind: &str,
    code: &str,
    threads: usize,
    microseconds: u64,
) -> PyResult<u64> {
    let mut there = made(py, kind)?;
    let handle = there.interpreter();
    let code = CString::new(code)?;
    let object = there.attach(|py| -> PyResult<Py<PyAny>> {
        py.run(&code, None, None)?;
        Ok(py.eval(c"result", None, None)?.unbind())
    })?;
    let copies = there
        .attach(|py| -> Vec<Py<PyAny>> { (0..threads).map(|_| object.clone_ref(py)).collect() });
    let arrived = AtomicU64::new(0);
    std::thread::scope(|scope| -> PyResult<()> {
        let aiming: Vec<_> = copies
            .into_iter()
            .enumerate()
            .map(|(number, copy)| {
                let (handle, arrived) = (handle.clone(), &arrived);
                scope.spawn(move || aim(&handle, copy, number % 2 == 1, arrived))
            })
            .collect();
        py.detach(|| sleep(microseconds));
        there.end(py)?;
        py.detach(|| {
            for thread in aiming {
                let ended = thread
                    .join()
                    .map_err(|_| PyRuntimeError::new_err("a thread panicked"))?;
                ended.map_err(PyRuntimeError::new_err)?;
            }
            Ok(())
        })
    })?;
    let wrong = nothing_is_left(py, &handle, object, threads + 1);
    wrong.map_err(PyRuntimeError::new_err)?;
    Ok(arrived.into_inner())
}

/// Attaches to an interpreter until it refuses, for good.
fn aim(
    handle: &Interpreter,
    object: Py<PyAny>,
    keep: bool,
    arrived: &AtomicU64,
) -> Result<(), String> {
    let work = |py: Python<'_>| {
        let object = object.bind(py);
        object.call0().is_ok() && object.getattr("__class__").is_ok()
    };
    loop {
        // A guard holds the end up, so it must not be kept all the time.
        let kept = keep.then(|| handle.keep_thread_state());
        match handle.try_attach(work) {
            Ok(true) => arrived.fetch_add(1, Ordering::Relaxed),
            Ok(false) => return Err("a thread was attached, and Python did not work".into()),
            Err(AttachError::NoInterpreter) => break,
            Err(error) => return Err(format!("attaching failed: {error}")),
        };
        drop(kept);
    }
    for turn in 0..10 {
        if handle.try_attach(work) != Err(AttachError::NoInterpreter) {
            return Err("a thread was refused, and then was not".into());
        }
        sleep(turn);
    }
    Ok(())
}

/// The interpreter has ended, and this thread is attached to another one.
fn nothing_is_left(
    py: Python<'_>,
    handle: &Interpreter,
    object: Py<PyAny>,
    references: usize,
) -> Result<(), String> {
    if handle.is_alive() || *handle == Interpreter::current(py) {
        return Err("an interpreter that has ended is alive".into());
    }
    let attach = || handle.try_attach(|_| ()) == Err(AttachError::NoInterpreter);
    let keep = || handle.keep_thread_state().err() == Some(AttachError::NoInterpreter);
    if !(attach() && keep() && py.detach(|| attach() && keep())) {
        return Err("a thread was attached to an interpreter that has ended".into());
    }
    let used = catch_unwind(AssertUnwindSafe(|| object.bind(py).as_ptr()));
    if used.is_ok() {
        return Err("an object of another interpreter was used".into());
    }
    drop(object);
    let left = handle.pending_references();
    // A thread that was refused may have let go before the interpreter was gone.
    if left.waiting > 0 || left.abandoned == 0 || left.released + left.abandoned != references {
        return Err(format!(
            "of {references} references, some were lost: {left:?}"
        ));
    }
    Ok(())
}
