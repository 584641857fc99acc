//! Calls of `reattach` where there is nothing to go back to.

use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;

use crate::attached;

/// The thread is attached.
#[pyfunction]
pub fn reattach_attached() -> bool {
    freehold::reattach(|_| true)
}

/// The thread is attached again already.
#[pyfunction]
#[allow_threads]
pub fn reattach_twice() -> bool {
    freehold::reattach(|_| freehold::reattach(|_| true))
}

/// The thread was never attached: what its panic says.
#[pyfunction]
#[allow_threads]
pub fn reattach_on_new_thread() -> PyResult<String> {
    let panic = std::thread::spawn(|| freehold::reattach(|_| ())).join();
    match panic {
        Ok(()) => Err(PyRuntimeError::new_err("it did not panic")),
        Err(payload) => match payload.downcast::<&'static str>() {
            Ok(message) => Ok(message.to_string()),
            Err(payload) => payload
                .downcast::<String>()
                .map(|message| *message)
                .map_err(|_| PyRuntimeError::new_err("no text")),
        },
    }
}

/// Detaches in a closure that is called on the way back: two levels, one thread state.
#[pyfunction]
pub fn detach_twice(py: Python<'_>) -> (bool, bool, bool) {
    let (outer, inner) = py.detach(|| {
        let outer = attached();
        let inner = Python::attach(|py| py.detach(attached));
        (outer, inner)
    });
    (outer, inner, attached())
}

/// The misuse is caught, and everything goes on as if it had not been tried.
#[pyfunction]
pub fn reattached_then_detached(py: Python<'_>) -> (bool, bool) {
    let caught = std::panic::catch_unwind(|| freehold::reattach(|_| ()));
    (
        caught.is_err(),
        py.detach(|| freehold::reattach(|_| attached())),
    )
}
