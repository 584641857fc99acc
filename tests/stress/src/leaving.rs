//! Threads that are busy while the interpreter ends.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync::{MutexExt, PyMutex, with_critical_section};
use freehold::{AttachError, reattach};

use crate::os::wrong;
use crate::steps::sleep;

/// Ends the process if the thread does not return: what unwinds a thread runs destructors.
struct MustReturn;

impl MustReturn {
    fn returns(self) {
        std::mem::forget(self);
    }
}

impl Drop for MustReturn {
    fn drop(&mut self) {
        wrong("a thread was unwound");
    }
}

static STD_MUTEX: Mutex<u64> = Mutex::new(0);
static PY_MUTEX: PyMutex<u64> = PyMutex::new(0);

/// Leaves the interpreter for so long, in a way that is named, and comes back.
#[pyfunction]
pub fn come_back(py: Python<'_>, way: &str, microseconds: u64) -> PyResult<()> {
    let must_return = MustReturn;
    match way {
        "detach" => py.detach(|| sleep(microseconds)),
        "reattach" => py.detach(|| {
            sleep(microseconds);
            reattach(|py| py.detach(|| sleep(microseconds)));
            sleep(microseconds);
        }),
        "attach" => py.detach(|| {
            sleep(microseconds);
            // Refused when the interpreter is about to end.
            let _ = Python::try_attach(|py| drop(py.None()));
            sleep(microseconds);
        }),
        // The one who has it detaches, so that the others wait.
        "std mutex" => {
            if let Ok(mut count) = STD_MUTEX.lock_py_attached(py) {
                *count += 1;
                py.detach(|| sleep(microseconds));
            }
        }
        "PyMutex" => {
            let mut count = PY_MUTEX.lock(py);
            *count += 1;
            py.detach(|| sleep(microseconds));
        }
        _ => {
            must_return.returns();
            return Err(PyValueError::new_err("no such way"));
        }
    }
    must_return.returns();
    Ok(())
}

/// The same by an attribute.
#[pyfunction]
#[allow_threads]
pub fn come_back_allowed(microseconds: u64) {
    sleep(microseconds);
}

/// Goes into Python code in a way that is named, and comes back.
#[pyfunction]
pub fn go_inside(way: &str, busy: &Bound<'_, PyAny>) -> PyResult<()> {
    let must_return = MustReturn;
    let result = match way {
        "Python code" => busy.call0().map(drop),
        // Whoever is in there gives the lock up by chance only.
        "section" => with_critical_section(busy, || busy.call0().map(drop)),
        "finalizer" => busy.call_method0("mortal").map(drop),
        _ => Err(PyValueError::new_err("no such way")),
    };
    must_return.returns();
    result
}

/// Threads that have not been refused yet.
static NOT_REFUSED: AtomicUsize = AtomicUsize::new(0);

/// Attaches without end on threads of Rust, until each is refused. Whoever is not, also after the interpreter's end,
/// ends the process.
#[pyfunction]
pub fn hammer(py: Python<'_>, way: String, threads: usize, callback: Py<PyAny>) {
    crate::os::at_exit(all_are_refused);
    let here = Interpreter::current(py);
    NOT_REFUSED.fetch_add(threads, Ordering::SeqCst);
    for _ in 0..threads {
        let (way, here, callback) = (way.clone(), here.clone(), callback.clone_ref(py));
        std::thread::spawn(move || {
            let must_return = MustReturn;
            until_refused(&way, &here, callback);
            must_return.returns();
            NOT_REFUSED.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

fn until_refused(way: &str, here: &Interpreter, callback: Py<PyAny>) {
    let work = |py: Python<'_>| {
        let objects = PyList::new(py, 0..10).is_ok() && callback.bind(py).call0().is_ok();
        let spare = callback.clone_ref(py);
        // It dies detached.
        py.detach(|| drop(spare));
        objects
    };
    let kept = (way == "kept").then(|| here.keep_thread_state());
    let attach = || match way {
        "Python" => Python::try_attach(work),
        _ => here.try_attach(work),
    };
    loop {
        match attach() {
            Ok(true) => {}
            Ok(false) => wrong("a thread was attached, and Python did not work"),
            Err(AttachError::NoInterpreter) => break,
            Err(other) => wrong(&format!("attaching failed: {other}")),
        }
    }
    for turn in 0..100 {
        if attach() != Err(AttachError::NoInterpreter) {
            wrong("a thread was refused, and then was not");
        }
        sleep(turn);
    }
    drop((callback, kept));
}

/// Of a thread that nobody has told anything: less than the scenario has for the process.
const PATIENCE: Duration = Duration::from_secs(120);

extern "C" fn all_are_refused() {
    let began = Instant::now();
    while NOT_REFUSED.load(Ordering::SeqCst) > 0 {
        if began.elapsed() > PATIENCE {
            let left = NOT_REFUSED.load(Ordering::SeqCst);
            wrong(&format!(
                "{left} threads have neither attached nor been refused"
            ));
        }
        sleep(1_000);
    }
}
