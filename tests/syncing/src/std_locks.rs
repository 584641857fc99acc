//! std's locks, waited for detached.

use std::time::Duration;

use freehold::prelude::*;
use freehold::sync::{CondvarExt, MutexExt, OnceExt, OnceLockExt, RwLockExt};
use std::sync::{Condvar, Mutex, Once, OnceLock, RwLock};

/// Each lock, and something to do with it.
#[pyclass(frozen)]
pub struct StdLocks {
    mutex: Mutex<u64>,
    rw: RwLock<(u64, u64)>,
    once: Once,
    turn: Mutex<u64>,
    changed: Condvar,
    cell: OnceLock<Py<PyAny>>,
}

#[pymethods]
impl StdLocks {
    #[new]
    fn new() -> Self {
        StdLocks {
            mutex: Mutex::new(0),
            rw: RwLock::new((0, 0)),
            once: Once::new(),
            turn: Mutex::new(0),
            changed: Condvar::new(),
            cell: OnceLock::new(),
        }
    }

    fn add(&self, py: Python<'_>, times: u64) {
        for _ in 0..times {
            let mut count = self.mutex.lock_py_attached(py).unwrap();
            let before = std::hint::black_box(*count);
            *count = before + 1;
        }
    }

    fn value(&self, py: Python<'_>) -> u64 {
        *self.mutex.lock_py_attached(py).unwrap()
    }

    fn write(&self, py: Python<'_>, times: u64) {
        for _ in 0..times {
            let mut pair = self.rw.write_py_attached(py).unwrap();
            pair.0 += 1;
            std::hint::black_box(&mut *pair);
            pair.1 += 1;
        }
    }

    /// Whether no pair that was seen was torn.
    fn read(&self, py: Python<'_>, times: u64) -> bool {
        (0..times).all(|_| {
            let pair = self.rw.read_py_attached(py).unwrap();
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
            let poisoned = state.is_poisoned();
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
            let turn = self.turn.lock_py_attached(py).unwrap();
            let not_mine = |turn: &mut u64| {
                if let (Some(look), Ok(())) = (&look, &looked) {
                    looked = look.call0().map(drop);
                }
                *turn % players != player
            };
            let mut turn = self
                .changed
                .wait_while_py_attached(py, turn, not_mine)
                .unwrap();
            *turn += 1;
            self.changed.notify_all();
        }
        looked?;
        Ok(*self.turn.lock_py_attached(py).unwrap())
    }

    /// Waits for a turn that is not taken: until the time is over.
    fn wait_in_vain(&self, py: Python<'_>, milliseconds: u64) -> bool {
        let timeout = Duration::from_millis(milliseconds);
        loop {
            let turn = self.turn.lock_py_attached(py).unwrap();
            let result = self.changed.wait_timeout_py_attached(py, turn, timeout);
            if result.unwrap().1.timed_out() {
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
        let turn = self.turn.lock_py_attached(py).unwrap();
        entered.call0()?;
        match seconds {
            None => drop(self.changed.wait_py_attached(py, turn)),
            Some(seconds) => {
                let timeout = Duration::from_secs(seconds);
                drop(self.changed.wait_timeout_py_attached(py, turn, timeout));
            }
        }
        Ok(())
    }

    fn notify(&self, py: Python<'_>) {
        let _turn = self.turn.lock_py_attached(py).unwrap();
        self.changed.notify_all();
    }

    /// The value of the cell, or what `make()` returns. That it raises is a panic here.
    fn cell(&self, py: Python<'_>, make: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let owned = PyList::new(py, [make])?;
        let value = self.cell.get_or_init_py_attached(py, move || {
            let made = owned.get_item(0).and_then(|make| make.call0());
            made.expect("a value").unbind()
        });
        Ok(value.clone_ref(py))
    }

    /// Panics with the mutex locked, which poisons it.
    fn poison(&self, py: Python<'_>) {
        let _count = self.mutex.lock_py_attached(py);
        panic!("with the mutex");
    }

    /// Whether locking says that the mutex is poisoned; and when it was waited for.
    fn is_poisoned(&self, py: Python<'_>) -> bool {
        self.mutex.lock_py_attached(py).is_err()
    }
}
