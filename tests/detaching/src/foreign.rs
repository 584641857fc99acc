//! Threads that Python did not make.

use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;

/// Calls `callback(number)` once on each of `count` threads, `rounds` times. Each thread attaches anew each time.
#[pyfunction(signature = (callback, count, rounds = 1))]
#[allow_threads]
pub fn attach_from_threads(callback: Py<PyAny>, count: i64, rounds: i64) -> PyResult<Vec<i64>> {
    let callback = &callback;
    std::thread::scope(|scope| {
        let call =
            |number| Python::attach(|py| callback.bind(py).call1((number,))?.extract::<i64>());
        let threads: Vec<_> = (0..count)
            .map(|number| {
                scope.spawn(move || {
                    (0..rounds)
                        .map(|round| call(number * rounds + round))
                        .collect::<PyResult<Vec<_>>>()
                })
            })
            .collect();
        let mut results = Vec::new();
        for thread in threads {
            let result = thread
                .join()
                .map_err(|_| PyRuntimeError::new_err("a thread panicked"))?;
            results.extend(result?);
        }
        Ok(results)
    })
}

/// Drops the objects while this thread is detached.
#[pyfunction]
#[allow_threads]
pub fn drop_detached(objects: Vec<Py<PyAny>>) -> usize {
    let count = objects.len();
    drop(objects);
    count
}

/// Drops the objects on `threads` threads that never attach.
#[pyfunction]
#[allow_threads]
pub fn drop_on_threads(objects: Vec<Py<PyAny>>, threads: usize) -> usize {
    let count = objects.len();
    let objects = Mutex::new(objects);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let object = objects.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    if object.is_none() {
                        break;
                    }
                }
            });
        }
    });
    count
}

thread_local! {
    static LAST: RefCell<Vec<Py<PyAny>>> = const { RefCell::new(Vec::new()) };
}

/// Leaves the object in a thread-local of a thread, whose destructor drops it when the thread ends. The thread has
/// attached before if `attach` says so.
#[pyfunction]
#[allow_threads]
pub fn drop_as_thread_local(object: Py<PyAny>, attach: bool) -> PyResult<()> {
    let thread = std::thread::spawn(move || {
        LAST.with_borrow_mut(|last| last.push(object));
        if attach {
            Python::attach(|_| ());
        }
    });
    thread
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))
}

/// Attaches on a new thread and drops the object there, attached.
#[pyfunction]
#[allow_threads]
pub fn keep_attached(object: Py<PyAny>) -> PyResult<String> {
    let thread = std::thread::spawn(move || {
        Python::attach(|py| {
            let text = object.bind(py).as_any().repr()?.to_string();
            drop(object);
            Ok(text)
        })
    });
    thread
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))?
}
