//! Names and values that exist once in each interpreter.

use std::sync::atomic::{AtomicUsize, Ordering};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync::PerInterpreter;

static MADE: AtomicUsize = AtomicUsize::new(0);
static SEEN: PerInterpreter<Py<PyList>> = PerInterpreter::new();
static CACHED: PerInterpreter<(usize, Py<PyAny>)> = PerInterpreter::new();

/// The list that this interpreter has one of.
#[pyfunction]
pub fn seen(py: Python<'_>) -> Py<PyList> {
    SEEN.get_or_init(py, || PyList::empty(py).unbind())
        .clone_ref(py)
}

/// What `make` returns the first time that it does.
#[pyfunction]
pub fn cached(py: Python<'_>, make: Py<PyAny>) -> PyResult<(usize, Py<PyAny>)> {
    let (number, object) = CACHED.get_or_try_init(py, || {
        let made = make.bind(py).call0()?;
        if made.is_none() {
            return Err(PyValueError::new_err("nothing was made"));
        }
        Ok::<_, PyErr>((MADE.fetch_add(1, Ordering::Relaxed), made.unbind()))
    })?;
    Ok((*number, object.clone_ref(py)))
}

/// An attribute by an interned name.
#[pyfunction]
pub fn interned<'py>(py: Python<'py>, object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    object.getattr(freehold::intern!(py, "a_name_that_is_interned"))
}

/// Whether a string is the interned one.
#[pyfunction]
pub fn interned_is(py: Python<'_>, text: &Bound<'_, PyString>) -> bool {
    text.is(freehold::intern!(py, "interned ü"))
}

/// Many of them, for threads.
#[pyfunction]
pub fn lookups(py: Python<'_>, times: usize) -> usize {
    (0..times)
        .map(|_| freehold::intern!(py, "looked up").as_ptr().addr())
        .fold(0, |all, address| {
            if all == 0 || all == address {
                address
            } else {
                usize::MAX
            }
        })
}
