//! Mutexes and cells wherever they may be.

use std::sync::{Arc, Condvar, Mutex, Once, OnceLock, RwLock};

use freehold::prelude::*;
use freehold::sync::{
    CondvarExt, MutexExt, OnceExt, OnceLockExt, PoisonMutex, PyLazy, PyMutex, PyMutexGuard, PyOnce,
    RwLockExt,
};

static TOTAL: PyMutex<u64> = PyMutex::new(0);
static NAMES: PoisonMutex<Vec<String>> = PoisonMutex::new(Vec::new());
static CALLBACK: PyOnce<Py<PyAny>> = PyOnce::new();
static JSON: PyLazy<PyResult<Py<PyModule>>> =
    PyLazy::new(|py| py.import("json").map(Bound::unbind));

/// What the compiler has to know of them.
pub fn properties() {
    fn send_and_sync<T: Send + Sync>() {}
    fn sync<T: Sync>() {}
    send_and_sync::<PyMutex<std::cell::Cell<u8>>>();
    send_and_sync::<PoisonMutex<std::cell::Cell<u8>>>();
    send_and_sync::<PyOnce<Py<PyAny>>>();
    send_and_sync::<PyLazy<String>>();
    sync::<PyMutexGuard<'static, u64>>();
}

#[pyclass(frozen)]
pub struct Shared {
    parts: [PyMutex<Vec<u8>>; 2],
    any: Arc<PyMutex<u64>>,
    made: PyOnce<String>,
}

#[pymethods]
impl Shared {
    /// A guard may be looked at while the thread is detached, but stays where it is.
    fn look(&self, py: Python<'_>) -> usize {
        let guard = self.parts[0].lock(py);
        py.detach(|| guard.len())
    }

    /// A guard may be looked at in a section too; locked before, so nothing waits.
    fn copy(&self, py: Python<'_>) {
        let guard = self.parts[0].lock(py);
        self.parts[1].with_mut(py, |to| to.extend_from_slice(&guard));
    }

    fn swap(&self, py: Python<'_>) -> PyResult<()> {
        let [first, second] = &self.parts;
        PyMutex::with2_mut(py, first, second, std::mem::swap)
    }

    fn mixed(&self, py: Python<'_>) -> PyResult<u64> {
        PyMutex::with2(py, &self.parts[0], &self.any, |part, number| {
            part.len() as u64 + number
        })
    }

    /// What the closure gives back may be borrowed from elsewhere.
    fn made(&self, py: Python<'_>) -> PyResult<&str> {
        let value = self.made.get_or_try_init(py, || {
            py.import("sys")?.getattr("version")?.extract::<String>()
        })?;
        Ok(value)
    }

    #[allow_threads]
    fn detached(&self) -> u64 {
        freehold::reattach(|py| *self.any.lock(py) + *TOTAL.lock(py))
    }
}

/// A mutex whose value is behind a pointer that hides its type.
pub fn unsized_value(py: Python<'_>, mutex: &PyMutex<dyn Fn() -> u64 + Send>) -> u64 {
    (mutex.lock(py))()
}

#[pyfunction]
pub fn statics(py: Python<'_>, callback: Py<PyAny>) -> PyResult<bool> {
    TOTAL.with_mut(py, |total| *total += 1);
    if let Ok(mut names) = NAMES.lock(py) {
        names.push("name".to_owned());
    }
    let refused = CALLBACK.set(py, callback).is_err();
    Ok(refused && JSON.get(py).is_ok())
}

/// The locks of std, by the same names.
pub fn std_locks(py: Python<'_>, flag: &Mutex<bool>, changed: &Condvar, pair: &RwLock<(u8, u8)>) {
    static ONCE: Once = Once::new();
    static CELL: OnceLock<u64> = OnceLock::new();
    ONCE.call_once_py_attached(py, || drop(py.import("json")));
    CELL.get_or_init_py_attached(py, || 4);
    let flag = flag.lock_py_attached(py).unwrap();
    drop(changed.wait_while_py_attached(py, flag, |flag| !*flag));
    pair.write_py_attached(py).unwrap().0 = 3;
    assert!(pair.read_py_attached(py).is_ok());
}
