//! What happens while a thread waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;
use freehold::sync::{MutexExt, PyMutex, with_watched_section};

/// Detaches and attaches: what died detached is released.
#[pyfunction]
#[allow_threads]
pub fn rest() {}

/// Returns when every thread that is attached now has detached: with the GIL to let this one attach, without it to
/// let a collection begin, which it does only if no other thread collects. For threads that Python does not know.
fn until_others_detach() -> PyResult<()> {
    Python::attach(|py| py.import("gc")?.call_method0("collect").map(drop))
}

/// A thread that Python does not know holds a lock, drops `object` when another waits for the lock, and gives it
/// back. `hold` calls what it is given with the lock, detached. `lock` is that other: it sets the flag when it is attached,
/// waits for the lock, and attaches again with it.
fn drop_while_held(
    object: Py<PyAny>,
    hold: impl FnOnce(&mut (dyn FnMut() -> PyResult<()> + Send)) -> PyResult<()> + Send,
    lock: impl FnOnce(&AtomicBool),
) -> PyResult<()> {
    let (held, attached) = (AtomicBool::new(false), AtomicBool::new(false));
    let (is_held, is_attached) = (&held, &attached);
    let mut object = Some(object);
    thread::scope(|scope| {
        let holder = scope.spawn(move || {
            hold(&mut || {
                is_held.store(true, Ordering::Release);
                until_set(is_attached);
                let collected = until_others_detach();
                drop(object.take());
                collected
            })
        });
        until_set(&held);
        lock(&attached);
        holder.join()
    })
    .map_err(|_| PyRuntimeError::new_err("the holder panicked"))?
}

fn until_set(flag: &AtomicBool) {
    while !flag.load(Ordering::Acquire) {
        thread::yield_now();
    }
}

static LOCKED: PyMutex<u64> = PyMutex::new(0);

/// Drops what `make()` makes while a thread waits for the static mutex; or just locks it, as finalizers do.
#[pyfunction]
#[allow_threads]
pub fn drop_while_waiting(make: Py<PyAny>, finalizer: bool) -> PyResult<u64> {
    let lock = |py: Python<'_>| *LOCKED.lock(py) += 1;
    let object = freehold::reattach(|py| make.bind(py).call0().map(Bound::unbind))?;
    if finalizer {
        drop(object);
        freehold::reattach(lock);
    } else {
        drop_while_held(
            object,
            |held| Python::attach(|py| hold(py, held)),
            |attached| {
                freehold::reattach(|py| {
                    attached.store(true, Ordering::Release);
                    lock(py);
                });
            },
        )?;
    }
    Ok(freehold::reattach(|py| *LOCKED.lock(py)))
}

/// Calls `held` on another thread while this one holds the static mutex. It lets others attach as C code does: coming back
/// from `Python::detach`, it would release what has died, with the mutex locked.
fn hold(py: Python<'_>, held: &mut (dyn FnMut() -> PyResult<()> + Send)) -> PyResult<()> {
    let sleep = py.import("time")?.getattr("sleep")?;
    let guard = LOCKED.lock(py);
    let dropped = thread::scope(|scope| {
        let dropping = scope.spawn(held);
        while !dropping.is_finished() {
            sleep.call1((0,))?;
        }
        dropping
            .join()
            .map_err(|_| PyRuntimeError::new_err("the dropping thread panicked"))?
    });
    drop(guard);
    dropped
}

static LOCKED_BY_STD: Mutex<u64> = Mutex::new(0);

/// The same with a mutex of std.
#[pyfunction]
#[allow_threads]
pub fn drop_while_waiting_for_std(make: Py<PyAny>, finalizer: bool) -> PyResult<u64> {
    let object = freehold::reattach(|py| make.bind(py).call0().map(Bound::unbind))?;
    let lock = |py: Python<'_>| {
        let mut count = LOCKED_BY_STD
            .lock_py_attached(py)
            .unwrap_or_else(PoisonError::into_inner);
        *count += 1;
    };
    if finalizer {
        drop(object);
        freehold::reattach(lock);
    } else {
        drop_while_held(
            object,
            |held| {
                let guard = LOCKED_BY_STD.lock();
                let dropped = held();
                drop(guard);
                dropped
            },
            |attached| {
                freehold::reattach(|py| {
                    attached.store(true, Ordering::Release);
                    lock(py);
                });
            },
        )?;
    }
    Ok(freehold::reattach(|py| {
        *LOCKED_BY_STD
            .lock_py_attached(py)
            .unwrap_or_else(PoisonError::into_inner)
    }))
}

/// How often a section is suspended by locking a mutex that is free, and one that is not.
#[pyfunction]
pub fn waits_in_section(py: Python<'_>, object: &Bound<'_, PyAny>) -> PyResult<(usize, usize)> {
    let mutex = PyMutex::new(());
    let (held, go_on) = (AtomicBool::new(false), AtomicBool::new(false));
    thread::scope(|scope| {
        let holder = scope.spawn(|| {
            Python::attach(|py| {
                let guard = mutex.lock(py);
                let collected = py.detach(|| {
                    held.store(true, Ordering::Release);
                    until_set(&go_on);
                    until_others_detach()
                });
                drop(guard);
                collected
            })
        });
        py.detach(|| until_set(&held));
        let suspensions = with_watched_section(object, |section| {
            drop(PyMutex::new(()).lock(py));
            let free = section.suspensions();
            go_on.store(true, Ordering::Release);
            drop(mutex.lock(py));
            (free, section.suspensions())
        });
        let joined = py.detach(|| holder.join());
        joined.map_err(|_| PyRuntimeError::new_err("the holder panicked"))??;
        Ok(suspensions)
    })
}
