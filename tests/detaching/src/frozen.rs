//! Frozen classes: `&self` in detached methods.

use std::sync::{Condvar, Mutex, PoisonError};

use freehold::prelude::*;

/// A gate that threads wait at, detached.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    open: bool,
    waiting: usize,
}

#[pymethods]
impl Gate {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Waits until the gate is open.
    #[allow_threads]
    fn wait(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting += 1;
        self.changed.notify_all();
        while !state.open {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits until `count` threads have come to the gate.
    #[allow_threads]
    fn wait_for(&self, count: usize) -> usize {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.waiting < count {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting
    }

    #[allow_threads]
    fn open(&self) {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .open = true;
        self.changed.notify_all();
    }
}

/// A barrier: nobody goes on before all are there, which only works if those who wait are detached.
#[pyclass(frozen)]
pub struct Meeting {
    barrier: std::sync::Barrier,
}

#[pymethods]
impl Meeting {
    #[new]
    fn new(parties: usize) -> Self {
        Meeting {
            barrier: std::sync::Barrier::new(parties),
        }
    }

    /// Whether this thread is the one that was chosen.
    #[allow_threads]
    fn meet(&self) -> bool {
        self.barrier.wait().is_leader()
    }

    /// One more meeting, without an object.
    #[staticmethod]
    #[allow_threads]
    fn alone() -> bool {
        std::sync::Barrier::new(1).wait().is_leader()
    }
}

/// Objects under a lock of Rust's own. They are put there attached, and may die detached.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Shelf {
    objects: Mutex<Vec<Py<PyAny>>>,
}

#[pymethods]
impl Shelf {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn put(&self, object: Py<PyAny>) -> usize {
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        objects.push(object);
        objects.len()
    }

    /// Drops all objects on a detached thread, outside of the lock.
    #[allow_threads]
    fn clear(&self) -> usize {
        let objects =
            std::mem::take(&mut *self.objects.lock().unwrap_or_else(PoisonError::into_inner));
        objects.len()
    }

    /// Drops all objects while the thread is detached and holds the lock: nothing may run Python here.
    #[allow_threads]
    fn clear_locked(&self) -> usize {
        let mut objects = self.objects.lock().unwrap_or_else(PoisonError::into_inner);
        let count = objects.len();
        objects.clear();
        count
    }
}
