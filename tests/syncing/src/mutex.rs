//! `PyMutex` by its guards.

use freehold::prelude::*;
use freehold::sync::{PoisonMutex, PyMutex, PyMutexGuard};

/// The sizes of mutexes over nothing, a byte, and eight bytes; and of one that can be poisoned.
#[pyfunction]
pub fn sizes() -> (usize, usize, usize, usize) {
    (
        size_of::<PyMutex<()>>(),
        size_of::<PyMutex<u8>>(),
        size_of::<PyMutex<u64>>(),
        size_of::<PoisonMutex<u8>>(),
    )
}

/// Counts under a mutex, by every way to lock it.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Tally {
    count: PyMutex<u64>,
}

/// Not atomic by itself.
fn increment(count: &mut u64) {
    let before = std::hint::black_box(*count);
    *count = std::hint::black_box(before + 1);
}

#[pymethods]
impl Tally {
    #[new]
    #[freehold(signature = (count = 0))]
    fn new(count: u64) -> Self {
        Tally {
            count: count.into(),
        }
    }

    fn by_guard(&self, py: Python<'_>, times: u64) {
        for _ in 0..times {
            increment(&mut self.count.lock(py));
        }
    }

    fn by_section(&self, py: Python<'_>, times: u64) {
        for _ in 0..times {
            self.count.with_mut(py, increment);
        }
    }

    fn by_trying(&self, py: Python<'_>, times: u64) {
        for _ in 0..times {
            let mut count = match self.count.try_lock(py) {
                Some(count) => count,
                None => self.count.lock(py),
            };
            increment(&mut count);
        }
    }

    /// Comes from work without the interpreter.
    #[allow_threads]
    fn reattached(&self, times: u64) {
        for _ in 0..times {
            freehold::reattach(|py| increment(&mut self.count.lock(py)));
        }
    }

    /// On a thread that Python does not know.
    #[allow_threads]
    fn on_rust_thread(&self, times: u64) {
        let count = || {
            for _ in 0..times {
                Python::attach(|py| increment(&mut self.count.lock(py)));
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(count);
        });
    }

    fn value(&self, py: Python<'_>) -> u64 {
        self.count.with(py, |count| *count)
    }

    /// Calls `callback` while the mutex is held.
    fn hold(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<u64> {
        let count = self.count.lock(py);
        callback.call0()?;
        Ok(*count)
    }

    /// Calls `callback` while the mutex is held and the thread detached in between.
    fn hold_detached(&self, py: Python<'_>, callback: Py<PyAny>) -> PyResult<u64> {
        let mut count: PyMutexGuard<'_, u64> = self.count.lock(py);
        let seen = &count;
        let result = py.detach(|| {
            freehold::reattach(|py| callback.bind(py).call0().map(drop)).map(|()| **seen)
        });
        *count += 1;
        result
    }

    fn is_locked(&self) -> bool {
        self.count.is_locked()
    }

    /// Whether it could be locked, without waiting.
    fn try_once(&self, py: Python<'_>) -> bool {
        self.count.try_lock(py).is_some()
    }

    /// Increments, then panics with the guard.
    fn panic_with_guard(&self, py: Python<'_>) {
        let mut count = self.count.lock(py);
        *count += 1;
        panic!("with the guard");
    }

    /// The same, in work without the interpreter.
    #[allow_threads]
    fn panic_reattached(&self) {
        freehold::reattach(|py| {
            *self.count.lock(py) += 1;
            let _count = self.count.lock(py);
            panic!("reattached, with the guard");
        })
    }

    /// What it shows to a thread that is not attached.
    #[allow_threads]
    fn shown_detached(&self) -> String {
        format!("{:?}", self.count)
    }

    /// The same, in a section.
    fn panic_in_section(&self, py: Python<'_>) {
        self.count.with_mut(py, |count| {
            *count += 1;
            panic!("in the section");
        })
    }

    /// What is left when nobody can lock it any more.
    #[staticmethod]
    fn taken_apart(py: Python<'_>, count: u64) -> (u64, String, String) {
        let mut mutex = PyMutex::from(count);
        *mutex.get_mut() += 1;
        let unlocked = format!("{mutex:?}");
        let guard = mutex.try_lock(py);
        let locked = format!("{mutex:?}");
        drop(guard);
        (mutex.into_inner(), unlocked, locked)
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.count)
    }
}

/// An object whose lock is held while mutexes are tried.
#[pyclass]
#[derive(Default)]
pub struct Inside {
    seen: u64,
}

#[pymethods]
impl Inside {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// What never waits.
    #[critical_section(self)]
    fn lock(&mut self, cs: NoSuspend<'_>, tally: &Tally) -> Option<u64> {
        let seen = tally.count.try_lock(cs).map(|mut count| {
            *count += 1;
            *count
        });
        self.seen += seen.unwrap_or(0);
        seen
    }

    /// The same inside of a section over a mutex, which is not an object.
    #[allow(deprecated, reason = "it does what the warning is about")]
    #[staticmethod]
    fn lock_in_section(py: Python<'_>, outer: &Tally, inner: &Tally) -> (bool, String) {
        outer.count.with_mut_cs(py, |_, cs| {
            let attached = Python::try_attach(|_| ());
            (inner.count.try_lock(cs).is_some(), format!("{attached:?}"))
        })
    }
}

/// A mutex that remembers panics.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Poisoned {
    pair: PoisonMutex<(u64, u64)>,
}

#[pymethods]
impl Poisoned {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Changes the two together, panicking in between if told to. Returns them, and whether all is well.
    fn step(&self, py: Python<'_>, fail: bool) -> (u64, u64, bool) {
        let (mut pair, fine) = match self.pair.lock(py) {
            Ok(pair) => (pair, true),
            Err(poisoned) => (poisoned.into_inner(), false),
        };
        pair.0 += 1;
        assert!(!fail, "half changed");
        pair.1 += 1;
        (pair.0, pair.1, fine)
    }

    /// Locks in a destructor that runs because of a panic: that panic is not this mutex's.
    fn lock_while_panicking(&self) {
        struct Locks<'a>(&'a Poisoned);
        impl Drop for Locks<'_> {
            fn drop(&mut self) {
                Python::attach(|py| drop(self.0.pair.lock(py)));
            }
        }
        let _locks = Locks(self);
        panic!("elsewhere");
    }

    fn try_lock(&self, py: Python<'_>) -> &'static str {
        match self.pair.try_lock(py) {
            Ok(_) => "fine",
            Err(std::sync::TryLockError::Poisoned(_)) => "poisoned",
            Err(std::sync::TryLockError::WouldBlock) => "locked",
        }
    }

    fn hold(&self, py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        let _pair = self.pair.lock(py);
        callback.call0().map(drop)
    }

    fn is_poisoned(&self) -> bool {
        self.pair.is_poisoned()
    }

    fn clear(&self) {
        self.pair.clear_poison();
    }
}
