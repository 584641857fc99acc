//! Noticing Ctrl-C in long detached work.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use freehold::prelude::*;

#[pyfunction]
pub fn check_signals(py: Python<'_>) -> PyResult<()> {
    py.check_signals()
}

/// Works, detached, until it is interrupted. Calls `started` when it is about to.
#[pyfunction]
#[allow_threads]
pub fn search(started: Py<PyAny>) -> PyResult<()> {
    freehold::reattach(|py| started.bind(py).call0().map(drop))?;
    loop {
        std::thread::sleep(Duration::from_millis(1));
        freehold::reattach(|py| py.check_signals())?;
    }
}

/// The same on threads, which this one tells to stop. Returns through all of their ends.
#[pyfunction]
#[allow_threads]
pub fn search_on_threads(started: Py<PyAny>, count: usize) -> PyResult<()> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    // Looking does nothing on a thread that is not the main one.
                    Python::attach(|py| py.check_signals()).expect("not on this thread");
                    std::thread::sleep(Duration::from_millis(1));
                }
            });
        }
        let checked = freehold::reattach(|py| started.bind(py).call0().map(drop)).and_then(|()| {
            loop {
                std::thread::sleep(Duration::from_millis(1));
                freehold::reattach(|py| py.check_signals())?;
            }
        });
        stop.store(true, Ordering::Relaxed);
        checked
    })
}
