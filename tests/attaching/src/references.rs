//! References that die away from their interpreter.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};

use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;

use crate::handles::{handle, refusal};

/// One for all interpreters: not what a module should have.
static STASH: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());
/// What outlives the interpreters.
static FOR_EVER: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());

#[pyfunction]
pub fn stash(objects: Vec<Py<PyAny>>) {
    STASH
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .extend(objects);
}

#[pyfunction]
pub fn stash_in_static(objects: Vec<Py<PyAny>>) {
    FOR_EVER
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .extend(objects);
}

/// Drops that all the same.
#[pyfunction]
pub fn drop_static() {
    FOR_EVER
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clear();
}

fn stashed() -> Vec<Py<PyAny>> {
    std::mem::take(&mut *STASH.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Drops what is stashed, here.
#[pyfunction]
pub fn drop_stashed() -> usize {
    let objects = stashed();
    objects.len()
}

/// Drops what is stashed on a thread that attaches nowhere, and does not wait for it.
#[pyfunction]
pub fn drop_on_thread() {
    // Taken out here, as the stash would stay locked in the child of a fork at the wrong moment.
    let objects = stashed();
    std::thread::spawn(move || drop(objects));
}

/// The same on a thread that lives on, and is there when this returns. To make threads and to end them, std has a lock, which
/// stays locked in the child of a fork at the wrong moment: whoever forks meanwhile needs this one.
#[pyfunction]
pub fn drop_on_thread_that_stays() -> PyResult<()> {
    static TO_DROP: OnceLock<SyncSender<Vec<Py<PyAny>>>> = OnceLock::new();
    let to_drop = TO_DROP.get_or_init(|| {
        let (to_drop, dropped) = sync_channel(0);
        std::thread::spawn(move || dropped.into_iter().for_each(drop));
        to_drop
    });
    let gone = |_| PyRuntimeError::new_err("the thread has ended");
    to_drop.send(stashed()).map_err(gone)
}

/// Has a new thread attach to the interpreter, and do nothing.
#[pyfunction]
#[allow_threads]
pub fn release_on_thread(id: i64) -> PyResult<()> {
    let to = handle(id)?;
    std::thread::spawn(move || to.try_attach(|_| ()))
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))?
        .map_err(refusal)
}

/// `(waiting, released, abandoned)`.
#[pyfunction]
pub fn pending(id: i64) -> PyResult<(usize, usize, usize)> {
    let counts = handle(id)?.pending_references();
    Ok((counts.waiting, counts.released, counts.abandoned))
}

/// Uses an object of this interpreter in the other one.
#[pyfunction]
pub fn bind_in(id: i64, object: Py<PyAny>) -> PyResult<bool> {
    handle(id)?
        .try_attach(|py| object.bind(py).is_none())
        .map_err(refusal)
}
