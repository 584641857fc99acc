//! Payloads whose end takes long.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use freehold::prelude::*;

/// How many payloads were made, and how many have ended.
#[derive(Default)]
pub struct Counts {
    pub made: AtomicU64,
    pub ended: AtomicU64,
}

/// Both counts, for Python.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Tally {
    pub counts: Arc<Counts>,
}

#[pymethods]
impl Tally {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[getter]
    fn made(&self) -> u64 {
        self.counts.made.load(Ordering::SeqCst)
    }

    #[getter]
    fn ended(&self) -> u64 {
        self.counts.ended.load(Ordering::SeqCst)
    }
}

/// A locked object that payloads use when they end.
#[pyclass]
#[derive(Default)]
pub struct Lock {
    uses: u64,
    kept: Option<Py<PyAny>>,
}

#[pymethods]
impl Lock {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn use_it(&mut self) -> u64 {
        crate::steps::one_more(&mut self.uses)
    }

    /// Keeps one object; the one before dies under the lock.
    #[critical_section(self)]
    fn keep(&mut self, object: Option<Py<PyAny>>) {
        self.kept = object;
    }

    #[critical_section(self)]
    fn uses(&self) -> u64 {
        self.uses
    }
}

/// What an end does.
enum Ending {
    /// Sleeps, attached.
    Sleep,
    /// Sleeps, detached.
    Detach,
    /// Calls Python code that locks.
    Call(Py<Lock>),
}

/// Its payload blocks when it is dropped. Python code may derive from the class: such objects take part in collections.
#[pyclass(subclass)]
pub struct Dropping {
    counts: Arc<Counts>,
    ending: Ending,
    /// What dies with it.
    held: Option<Py<PyAny>>,
}

#[pymethods]
impl Dropping {
    #[new]
    #[freehold(signature = (tally, lock = None, detach = false, held = None))]
    fn new(tally: &Tally, lock: Option<Py<Lock>>, detach: bool, held: Option<Py<PyAny>>) -> Self {
        tally.counts.made.fetch_add(1, Ordering::SeqCst);
        Dropping {
            counts: tally.counts.clone(),
            ending: match lock {
                Some(lock) => Ending::Call(lock),
                None if detach => Ending::Detach,
                None => Ending::Sleep,
            },
            held,
        }
    }

    #[critical_section(self)]
    fn holds(&self) -> bool {
        self.held.is_some()
    }
}

impl Drop for Dropping {
    fn drop(&mut self) {
        const MOMENT: Duration = Duration::from_micros(1);
        match &self.ending {
            Ending::Sleep => std::thread::sleep(MOMENT),
            Ending::Detach => Python::attach(|py| py.detach(|| std::thread::sleep(MOMENT))),
            Ending::Call(lock) => Python::attach(|py| {
                if let Err(error) = lock.bind(py).call_method0("use_it") {
                    panic!("{error}");
                }
            }),
        }
        self.counts.ended.fetch_add(1, Ordering::SeqCst);
    }
}
