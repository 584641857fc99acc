//! The locks of `parking_lot`, waited for detached.

use std::time::Duration;

use freehold::prelude::*;
use freehold::sync::{CondvarExt, MutexExt, OnceExt, RwLockExt};
use parking_lot::{Condvar, Mutex, Once, ReentrantMutex, RwLock};

/// Each lock, and something to do with it.
#[pyclass(frozen)]
pub struct ParkingLocks {
    mutex: Mutex<u64>,
    rw: RwLock<(u64, u64)>,
    once: Once,
    turn: Mutex<u64>,
    changed: Condvar,
    reentrant: ReentrantMutex<std::cell::Cell<u64>>,
}

#[pymethods]
impl ParkingLocks {
    #[new]
    fn new() -> Self {
        ParkingLocks {
            mutex: Mutex::new(0),
            rw: RwLock::new((0, 0)),
            once: Once::new(),
            turn: Mutex::new(0),
            changed: Condvar::new(),
            reentrant: ReentrantMutex::new(std::cell::Cell::new(0)),
        }
    }

    fn add(&self, py: Python<'_>, times: u64) {
        for _ in 0..times {
            let mut count = self.mutex.lock_py_attached(py);
            let before = std::hint::black_box(*count);
            *count = before + 1;
        }
    }

    fn value(&self, py: Python<'_>) -> u64 {
        *self.mutex.lock_py_attached(py)
    }

    fn write(&self, py: Python<'_>, times: u64) {
        for _ in 0..times {
            let mut pair = self.rw.write_py_attached(py);
            pair.0 += 1;
            std::hint::black_box(&mut *pair);
            pair.1 += 1;
        }
    }

    /// Whether no pair that was seen was torn.
    fn read(&self, py: Python<'_>, times: u64) -> bool {
        (0..times).all(|_| {
            let pair = self.rw.read_py_attached(py);
            pair.0 == std::hint::black_box(&*pair).1
        })
    }

    /// Calls `callback` while the lock of that name is held.
    fn hold(&self, py: Python<'_>, name: &str, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        match name {
            "mutex" => {
                let _held = self.mutex.lock_py_attached(py);
                callback.call0().map(drop)
            }
            "read" => {
                let _held = self.rw.read_py_attached(py);
                callback.call0().map(drop)
            }
            "reentrant" => {
                let _held = self.reentrant.lock_py_attached(py);
                callback.call0().map(drop)
            }
            _ => {
                let _held = self.rw.write_py_attached(py);
                callback.call0().map(drop)
            }
        }
    }

    /// Calls `callback` once for all threads. What an initialiser owns that is not called dies here.
    fn once(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut result = Ok(());
        let (owned, outcome) = (PyList::new(py, [callback])?, &mut result);
        self.once.call_once_py_attached(py, move || {
            *outcome = owned
                .get_item(0)
                .and_then(|callback| callback.call0())
                .map(drop);
        });
        result
    }

    /// Calls `callback` and panics.
    fn once_panics(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) {
        self.once.call_once_py_attached(py, || {
            drop(callback.call0());
            panic!("not this time");
        });
    }

    /// Calls `callback(poisoned)` once for all threads, whether or not that has failed before.
    fn once_after_all(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut result = Ok(());
        let (owned, outcome) = (PyList::new(py, [callback])?, &mut result);
        self.once.call_once_force_py_attached(py, move |state| {
            let poisoned = state.poisoned();
            *outcome = owned
                .get_item(0)
                .and_then(|callback| callback.call1((poisoned,)))
                .map(drop);
        });
        result
    }

    /// Takes `rounds` turns, each after the other `players` have taken theirs. `look()` is called while waiting, if
    /// anything.
    fn play(
        &self,
        py: Python<'_>,
        player: u64,
        players: u64,
        rounds: u64,
        look: Option<Bound<'_, PyAny>>,
    ) -> PyResult<u64> {
        let mut looked = Ok(());
        for _ in 0..rounds {
            let mut turn = self.turn.lock_py_attached(py);
            let not_mine = |turn: &mut u64| {
                if let (Some(look), Ok(())) = (&look, &looked) {
                    looked = look.call0().map(drop);
                }
                *turn % players != player
            };
            self.changed.wait_while_py_attached(py, &mut turn, not_mine);
            *turn += 1;
            self.changed.notify_all();
        }
        looked?;
        Ok(*self.turn.lock_py_attached(py))
    }

    /// Waits for a turn that is not taken: until the time is over.
    fn wait_in_vain(&self, py: Python<'_>, milliseconds: u64) -> bool {
        let timeout = Duration::from_millis(milliseconds);
        loop {
            let mut turn = self.turn.lock_py_attached(py);
            let result = self
                .changed
                .wait_timeout_py_attached(py, &mut turn, timeout);
            if result.timed_out() {
                return true;
            }
        }
    }

    /// Waits for one notification, or one waking for no reason; for so many seconds at most.
    fn wait_once(
        &self,
        py: Python<'_>,
        entered: &Bound<'_, PyAny>,
        seconds: Option<u64>,
    ) -> PyResult<()> {
        let mut turn = self.turn.lock_py_attached(py);
        entered.call0()?;
        match seconds {
            None => self.changed.wait_py_attached(py, &mut turn),
            Some(seconds) => {
                let timeout = Duration::from_secs(seconds);
                self.changed
                    .wait_timeout_py_attached(py, &mut turn, timeout);
            }
        }
        Ok(())
    }

    fn notify(&self, py: Python<'_>) {
        let _turn = self.turn.lock_py_attached(py);
        self.changed.notify_all();
    }

    /// Locks a mutex twice on one thread that allows it.
    fn add_reentrant(&self, py: Python<'_>, times: u64) -> u64 {
        for _ in 0..times {
            let outer = self.reentrant.lock_py_attached(py);
            let inner = self.reentrant.lock_py_attached(py);
            inner.set(std::hint::black_box(inner.get()) + 1);
            drop(outer);
        }
        self.reentrant.lock_py_attached(py).get()
    }
}
