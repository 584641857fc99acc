//! References that die where no interpreter is attached.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use freehold::exceptions::{PyRuntimeError, PyValueError};
use freehold::prelude::*;
use freehold::reattach;

use crate::drops::{Counts, Tally};

/// Its end is counted.
#[pyclass(frozen)]
pub struct Mortal {
    counts: Arc<Counts>,
}

impl Mortal {
    fn make(py: Python<'_>, counts: &Arc<Counts>) -> PyResult<Py<PyAny>> {
        counts.made.fetch_add(1, Ordering::SeqCst);
        let counts = counts.clone();
        Ok(Py::new(py, Mortal { counts })?.into_any())
    }
}

impl Drop for Mortal {
    fn drop(&mut self) {
        self.counts.ended.fetch_add(1, Ordering::SeqCst);
    }
}

thread_local! {
    static LAST: RefCell<Vec<Py<PyAny>>> = const { RefCell::new(Vec::new()) };
}

/// Makes `count` objects, and as many references to `shared`, and lets all of them go without being attached, in a way
/// that is named.
#[pyfunction]
pub fn let_go(
    py: Python<'_>,
    way: &str,
    tally: &Tally,
    count: usize,
    shared: Py<PyAny>,
) -> PyResult<()> {
    let mut dying = Vec::with_capacity(2 * count);
    for _ in 0..count {
        dying.push(Mortal::make(py, &tally.counts)?);
        dying.push(shared.clone_ref(py));
    }
    let here = Interpreter::current(py);
    let result = match way {
        "detached" => {
            py.detach(|| drop(dying));
            Ok(())
        }
        "reattached" => {
            py.detach(|| {
                let rest = dying.split_off(dying.len() / 2);
                drop(dying);
                reattach(|_| ());
                drop(rest);
            });
            Ok(())
        }
        "foreign" => py.detach(|| in_thread(move || drop(dying))),
        "foreign, attached before" => py.detach(|| {
            in_thread(move || {
                Python::attach(|_| ());
                drop(dying);
            })
        }),
        "foreign, kept" => py.detach(|| {
            in_thread(move || {
                let kept = here.keep_thread_state();
                here.attach(|_| ());
                drop(dying);
                drop(kept);
            })
        }),
        "thread-local" => {
            py.detach(|| in_thread(move || LAST.with_borrow_mut(|last| last.append(&mut dying))))
        }
        _ => return Err(PyValueError::new_err("no such way")),
    };
    result.map_err(|()| PyRuntimeError::new_err("a thread panicked"))
}

fn in_thread(body: impl FnOnce() + Send + 'static) -> Result<(), ()> {
    std::thread::spawn(body).join().map_err(drop)
}

/// Drops the objects on a thread that nobody waits for, after so long.
#[pyfunction]
pub fn let_go_later(objects: Vec<Py<PyAny>>, microseconds: u64) {
    std::thread::spawn(move || {
        crate::steps::sleep(microseconds);
        drop(objects);
    });
}

/// Of the interpreter: references that wait, that have been released, and that have been abandoned.
#[pyfunction]
pub fn pending(py: Python<'_>) -> (usize, usize, usize) {
    let counts = Interpreter::current(py).pending_references();
    (counts.waiting, counts.released, counts.abandoned)
}
