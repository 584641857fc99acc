//! Frozen classes, and references in locks of their own.

use std::sync::{Mutex, OnceLock, RwLock};

use freehold::prelude::*;
use freehold::sync::{PyMutex, PyOnce};

/// Frozen, with a lock around what changes.
#[pyclass(frozen, subclass)]
pub struct Frozen {
    held: PyMutex<Option<Py<PyAny>>>,
}

#[pymethods]
impl Frozen {
    #[new]
    #[freehold(signature = (held = None))]
    fn new(held: Option<Py<PyAny>>) -> Self {
        Frozen {
            held: PyMutex::new(held),
        }
    }

    fn set(&self, py: Python<'_>, held: Option<Py<PyAny>>) {
        let before = std::mem::replace(&mut *self.held.lock(py), held);
        drop(before);
    }

    fn is_set(&self, py: Python<'_>) -> bool {
        self.held.lock(py).is_some()
    }

    /// Calls `callback` while the lock is held.
    fn call_locked(&self, py: Python<'_>, callback: Py<PyAny>) -> PyResult<()> {
        let _held = self.held.lock(py);
        callback.bind(py).call0().map(drop)
    }
}

/// Locks in a locked class. Only one kind is looked into.
#[pyclass]
#[derive(Default)]
pub struct Locks {
    own: PyMutex<Vec<Py<PyAny>>>,
    std: Mutex<Option<Py<PyAny>>>,
    rw: RwLock<Option<Py<PyAny>>>,
    many: Vec<PyMutex<Option<Py<PyAny>>>>,
}

#[pymethods]
impl Locks {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn put(slf: &Bound<'_, Self>, name: &str, object: Py<PyAny>) -> bool {
        slf.with_mut(move |this| match name {
            "own" => {
                this.own.get_mut().push(object);
                true
            }
            "std" => this.std.get_mut().map(|held| *held = Some(object)).is_ok(),
            "rw" => this.rw.get_mut().map(|held| *held = Some(object)).is_ok(),
            "many" => {
                this.many.push(PyMutex::new(Some(object)));
                true
            }
            _ => false,
        })
    }

    /// What a collection cannot: gives up what is in a lock of std.
    #[critical_section(self)]
    fn empty(&mut self) -> bool {
        let held = (
            self.std.get_mut().map(Option::take),
            self.rw.get_mut().map(Option::take),
        );
        matches!(held, (Ok(_), Ok(_)))
    }
}

/// What is made once, and a lock in a container, in a frozen class.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Once {
    own: PyOnce<Py<PyAny>>,
    std: OnceLock<Py<PyAny>>,
    many: Vec<PyMutex<Option<Py<PyAny>>>>,
}

#[pymethods]
impl Once {
    #[new]
    fn new() -> Self {
        Once {
            many: vec![PyMutex::default(), PyMutex::default()],
            ..Self::default()
        }
    }

    fn put(&self, py: Python<'_>, name: &str, object: Py<PyAny>) -> bool {
        match name {
            "own" => self.own.set(py, object).is_ok(),
            "std" => self.std.set(object).is_ok(),
            "many" => self.many[1].lock(py).replace(object).is_none(),
            _ => false,
        }
    }
}
