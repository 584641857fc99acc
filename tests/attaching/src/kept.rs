//! Thread states that are kept.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;
use freehold::{AttachError, KeptThreadState};

use crate::ending;
use crate::handles::{attached_to, handle, refusal};

pub fn thread_state(_: Python<'_>) -> u64 {
    // SAFETY: attached.
    unsafe { freehold::ffi::PyThreadState_GetID(freehold::ffi::PyThreadState_Get()) as u64 }
}

/// The thread states that `rounds` attaches of a new thread have, by CPython's numbers, without and with a guard.
#[pyfunction]
#[allow_threads]
pub fn thread_states(id: i64, rounds: usize) -> PyResult<(Vec<u64>, Vec<u64>)> {
    let to = handle(id)?;
    let numbers = move || {
        let all = |rounds| (0..rounds).map(|_| to.try_attach(thread_state)).collect();
        let without: Result<Vec<_>, _> = all(rounds);
        let first = to.keep_thread_state()?;
        let mut with: Vec<u64> = all(rounds)?;
        let second = to.keep_thread_state()?;
        drop(first);
        with.extend::<Vec<u64>>(all(rounds)?);
        drop(second);
        Ok((without?, with))
    };
    std::thread::spawn(numbers)
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))?
        .map_err(refusal)
}

/// A new thread keeps thread states of both, and goes to and fro between them and the main interpreter.
#[pyfunction]
#[allow_threads]
pub fn keep_on_thread(one: i64, other: i64) -> PyResult<Vec<i64>> {
    let (one, other) = (handle(one)?, handle(other)?);
    let walk = move || {
        let kept = (one.keep_thread_state()?, other.keep_thread_state()?);
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(one.try_attach(attached_to)?);
            seen.push(Python::try_attach(attached_to)?);
            seen.push(other.try_attach(attached_to)?);
            seen.push(one.try_attach(|py| py.detach(|| other.attach(attached_to)))?);
            seen.push(other.try_attach(|_| one.attach(|_| other.attach(attached_to)))?);
            seen.push(Python::try_attach(attached_to)?);
        }
        drop(kept.0);
        seen.push(other.try_attach(attached_to)?);
        Ok(seen)
    };
    std::thread::spawn(walk)
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))?
        .map_err(refusal)
}

static KEEPING: AtomicUsize = AtomicUsize::new(0);

/// A thread keeps a thread state until `refused() > 0`, and adds itself to that then.
#[pyfunction]
pub fn keep_over(py: Python<'_>, id: i64) -> PyResult<()> {
    let to = handle(id)?;
    std::thread::spawn(move || {
        let kept = to.keep_thread_state().expect("an interpreter");
        to.attach(|_| ());
        KEEPING.fetch_add(1, Ordering::AcqRel);
        while to.try_attach(|_| ()).is_ok() {
            std::thread::yield_now();
        }
        drop(kept);
        ending::count_refusal();
    });
    py.detach(|| {
        while KEEPING.load(Ordering::Acquire) == 0 {
            std::thread::yield_now();
        }
    });
    Ok(())
}

/// Keeps a thread state of the interpreter on this thread while `callback` runs.
#[pyfunction]
pub fn keep_until(id: i64, callback: &Bound<'_, PyAny>) -> PyResult<()> {
    let _kept = handle(id)?.keep_thread_state().map_err(refusal)?;
    callback.call0().map(drop)
}

thread_local! {
    static OWN: RefCell<Vec<KeptThreadState>> = const { RefCell::new(Vec::new()) };
}

/// A thread keeps a thread state and ends, without having dropped the guard: it forgets it, or leaves it to a thread-local.
#[pyfunction]
#[allow_threads]
pub fn keep_beyond(id: i64, forget: bool) -> PyResult<()> {
    let to = handle(id)?;
    let keep = move || -> Result<(), AttachError> {
        OWN.with_borrow_mut(Vec::clear);
        let kept = to.keep_thread_state()?;
        to.try_attach(|_| ())?;
        match forget {
            true => std::mem::forget(kept),
            false => OWN.with_borrow_mut(|own| own.push(kept)),
        }
        Ok(())
    };
    std::thread::spawn(keep)
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))?
        .map_err(refusal)
}
