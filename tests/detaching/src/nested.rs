//! Detached code that goes back to Python, and out again.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

use crate::attached;

/// Calls `callback` with each number, in between detached.
#[pyfunction]
#[allow_threads]
pub fn call_detached(callback: Py<PyAny>, count: i64) -> PyResult<i64> {
    let mut sum = 0;
    for number in 0..count {
        sum += freehold::reattach(|py| callback.bind(py).call1((number,))?.extract::<i64>())?;
    }
    Ok(sum)
}

/// The states that a thread goes through, `depth` levels down and up again.
#[pyfunction]
#[allow_threads]
pub fn nest(depth: u32) -> Vec<bool> {
    let mut states = Vec::new();
    descend(depth, &mut states);
    states
}

fn descend(depth: u32, states: &mut Vec<bool>) {
    states.push(attached());
    if depth > 0 {
        freehold::reattach(|py| {
            states.push(attached());
            py.detach(|| descend(depth - 1, states));
            states.push(attached());
        });
        states.push(attached());
    }
}

/// `Python::attach` in a detached body goes back to where the thread came from.
#[pyfunction]
#[allow_threads]
pub fn attach_inside(callback: Py<PyAny>) -> PyResult<(i64, bool)> {
    let answer = Python::attach(|py| {
        // Once more, attached: this only calls the closure.
        Python::attach(|py| callback.bind(py).call0().map(drop))?;
        callback.bind(py).call0()?.extract::<i64>()
    })?;
    Ok((answer, attached()))
}

/// Panics where `place` says; whatever it is, the caller is attached afterwards.
#[pyfunction]
#[allow_threads]
pub fn panic_in_nest(place: &str) {
    assert!(place != "before", "before");
    freehold::reattach(|py| {
        assert!(place != "reattached", "reattached");
        py.detach(|| assert!(place != "detached again", "detached again"));
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            py.detach(|| panic!("caught"))
        }));
        assert!(caught.is_err() && attached());
        assert!(place != "after detaching", "after detaching");
    });
    assert!(!attached());
    let caught = std::panic::catch_unwind(|| freehold::reattach(|_| panic!("caught")));
    assert!(caught.is_err() && !attached());
    assert!(place != "after", "after");
}

/// Leaves with `?` from the innermost of three levels.
#[pyfunction]
#[allow_threads]
pub fn return_early_from_nest(fail: bool) -> PyResult<(bool, bool)> {
    let inner = freehold::reattach(|py| {
        py.detach(|| {
            if fail {
                return Err(PyValueError::new_err("left early"));
            }
            Ok(attached())
        })
    })?;
    Ok((inner, attached()))
}
