//! Threads that Python did not make: each comes, attaches, works, and ends.

use freehold::exceptions::{PyRuntimeError, PyValueError};
use freehold::prelude::*;
use freehold::reattach;

/// Ways to attach.
#[derive(Clone, Copy)]
enum Way {
    Attach,
    Nested,
    Handle,
    Kept,
}

/// Makes one thread after the other, which call `callback` in `attaches` attaches each. Returns how often it was called.
#[pyfunction]
pub fn attach_from_threads(
    py: Python<'_>,
    way: &str,
    threads: u64,
    attaches: u64,
    callback: Py<PyAny>,
) -> PyResult<u64> {
    let way = match way {
        "attach" => Way::Attach,
        "nested" => Way::Nested,
        "handle" => Way::Handle,
        "kept" => Way::Kept,
        _ => return Err(PyValueError::new_err("no such way")),
    };
    let here = Interpreter::current(py);
    let callback = &callback;
    py.detach(|| {
        let mut calls = 0;
        for _ in 0..threads {
            let worker = || work(way, &here, attaches, callback);
            let ended = std::thread::scope(|scope| scope.spawn(worker).join());
            calls += ended.map_err(|_| PyRuntimeError::new_err("a thread panicked"))??;
        }
        Ok(calls)
    })
}

fn work(way: Way, here: &Interpreter, attaches: u64, callback: &Py<PyAny>) -> PyResult<u64> {
    let call = |py: Python<'_>| callback.bind(py).call0().map(|_| 1);
    let kept = match way {
        Way::Kept => Some(here.keep_thread_state().map_err(too_late)?),
        _ => None,
    };
    let mut calls = 0;
    for _ in 0..attaches {
        calls += match way {
            Way::Attach => Python::attach(call),
            Way::Handle | Way::Kept => here.attach(call),
            Way::Nested => Python::attach(|py| {
                let again = Python::attach(call)?;
                let inside = here.attach(call)?;
                let back = py.detach(|| reattach(call))?;
                let detached = py.detach(|| Python::attach(call))?;
                Ok(again + inside + back + detached + call(py)?)
            }),
        }?;
    }
    drop(kept);
    Ok(calls)
}

fn too_late(error: freehold::AttachError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
