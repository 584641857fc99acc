//! `schedule`.

use freehold::NotScheduled;
use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;

use crate::low_level::Sections;

fn call(callback: Py<PyAny>) -> Result<(), NotScheduled> {
    freehold::schedule(move |py| callback.bind(py).call0().map(drop)).map_err(|e| e.reason())
}

fn to_error(reason: NotScheduled) -> PyErr {
    PyRuntimeError::new_err(format!("{reason:?}"))
}

#[pyfunction]
pub fn schedule(callback: Py<PyAny>) -> PyResult<()> {
    call(callback).map_err(to_error)
}

#[pyfunction]
#[allow_threads]
pub fn schedule_detached(callback: Py<PyAny>) -> PyResult<()> {
    call(callback).map_err(to_error)
}

/// Schedules it from a thread that Rust has made, which is not attached. Whether it was taken, or why not.
#[pyfunction]
pub fn schedule_from_outside(py: Python<'_>, callback: Py<PyAny>) -> String {
    py.detach(|| {
        let called = std::thread::spawn(move || call(callback)).join();
        match called.expect("no panic") {
            Ok(()) => "taken".to_owned(),
            Err(reason) => format!("{reason:?}"),
        }
    })
}

/// Schedules `count` numbers for `callback` from each of several threads that Rust has made; again while the queue is
/// full.
#[pyfunction]
pub fn from_threads(py: Python<'_>, callback: Py<PyAny>, threads: i64, count: i64) {
    let schedule_all = |thread: i64| {
        for number in 0..count {
            let callback = Python::attach(|py| callback.clone_ref(py));
            let number = thread * count + number;
            let mut next = move |py: Python<'_>| callback.bind(py).call1((number,)).map(drop);
            while let Err(error) = freehold::schedule(next) {
                assert_eq!(error.reason(), NotScheduled::QueueFull);
                next = error.into_inner();
                // The main thread makes the calls that are in the queue.
                std::thread::yield_now();
            }
        }
    };
    py.detach(|| {
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let schedule_all = &schedule_all;
                scope.spawn(move || schedule_all(thread));
            }
        })
    })
}

/// Schedules until the queue is full: how many calls it took, why not another one, and how many closures there are: the
/// one that came back is counted too.
#[pyfunction]
pub fn fill(callback: Py<PyAny>, object: Py<PyAny>) -> (usize, String, usize) {
    let kept = std::sync::Arc::new((callback, object));
    let mut taken = 0;
    loop {
        let given = kept.clone();
        let scheduled = freehold::schedule(move |py| {
            let (callback, object) = &*given;
            callback.bind(py).call1((object.clone_ref(py),)).map(drop)
        });
        match scheduled {
            Ok(()) => taken += 1,
            Err(error) => {
                return (
                    taken,
                    error.to_string(),
                    std::sync::Arc::strong_count(&kept),
                );
            }
        }
    }
}

/// Refused, and why.
#[pyfunction]
pub fn from_section(object: &Bound<'_, Sections>, callback: Py<PyAny>) -> String {
    object.with(|_| match call(callback) {
        Ok(()) => "scheduled".to_owned(),
        Err(reason) => format!("{reason:?}"),
    })
}
