//! std's locks, waited for detached.

use std::sync::{
    Condvar, LockResult, Mutex, MutexGuard, Once, OnceLock, OnceState, RwLock, RwLockReadGuard,
    RwLockWriteGuard, TryLockError, TryLockResult, WaitTimeoutResult,
};
use std::time::Duration;

use crate::Python;
use crate::attach::Waiting;

/// Mutexes that can be locked without getting in Python's way.
///
/// A thread that waits for a lock while it is attached can stop everything: the one that holds the lock
/// may be waiting for the GIL, or for a collection that waits for this thread. This detaches first, if
/// there is something to wait for: all critical sections of the thread are released meanwhile.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::MutexExt;
/// use std::sync::{Mutex, PoisonError};
///
/// static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());
///
/// #[pyfunction]
/// fn add(py: Python<'_>, line: String) {
///     LINES.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).push(line);
/// }
/// ```
///
/// It is implemented for std's `Mutex`, and with the feature `parking_lot` for those of that crate. It
/// cannot be implemented elsewhere.
pub trait MutexExt: sealed::Sealed {
    /// What the lock's own `lock` returns.
    type LockResult<'a>
    where
        Self: 'a;

    /// Locks the mutex, waiting detached.
    ///
    /// See the trait for an example. A thread that holds the mutex already waits for ever or panics, as
    /// with the lock's own `lock`; so does one whose finalizers lock it while it is held.
    fn lock_py_attached(&self, py: Python<'_>) -> Self::LockResult<'_>;
}

/// Reader-writer locks that can be locked without getting in Python's way: see [`MutexExt`].
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::RwLockExt;
/// use std::sync::RwLock;
///
/// static LIMIT: RwLock<u64> = RwLock::new(10);
///
/// #[pyfunction]
/// fn limit(py: Python<'_>) -> u64 {
///     *LIMIT.read_py_attached(py).unwrap()
/// }
///
/// #[pyfunction]
/// fn set_limit(py: Python<'_>, limit: u64) {
///     *LIMIT.write_py_attached(py).unwrap() = limit;
/// }
/// ```
pub trait RwLockExt: sealed::Sealed {
    /// What the lock's own `read` returns.
    type ReadLockResult<'a>
    where
        Self: 'a;
    /// What the lock's own `write` returns.
    type WriteLockResult<'a>
    where
        Self: 'a;

    /// Locks for reading, waiting detached. See the trait for an example.
    fn read_py_attached(&self, py: Python<'_>) -> Self::ReadLockResult<'_>;

    /// Locks for writing, waiting detached. See the trait for an example.
    fn write_py_attached(&self, py: Python<'_>) -> Self::WriteLockResult<'_>;
}

/// What runs once: other threads wait for it detached, while it runs attached. See [`MutexExt`].
///
/// [`PyOnce`](super::PyOnce) does the same for a value, and may fail.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::OnceExt;
/// use std::sync::Once;
///
/// static ANNOUNCED: Once = Once::new();
///
/// #[pyfunction]
/// fn announce(py: Python<'_>, callback: &Bound<'_, PyAny>) {
///     ANNOUNCED.call_once_py_attached(py, || drop(callback.call0()));
/// }
/// ```
pub trait OnceExt: sealed::Sealed {
    /// What the initialiser learns about attempts before.
    type OnceState;

    /// Calls `f`, attached, unless that has been done; waits detached for another thread that is at it.
    ///
    /// The thread detaches and attaches around `f` too, which suspends its critical sections.
    ///
    /// # Panics
    /// If `f` panics, or has panicked before. What happens when `f` calls this again is up to the lock:
    /// std panics or waits for ever.
    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce());

    /// The same, also if an attempt before has panicked.
    ///
    /// # Panics
    /// If `f` panics.
    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&Self::OnceState));
}

/// A value that is made once, attached, and waited for detached. See [`MutexExt`].
///
/// [`PyOnce`](super::PyOnce) does the same, and also when the making fails or asks for its own value.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::OnceLockExt;
/// use std::sync::OnceLock;
///
/// static PRIMES: OnceLock<Vec<u32>> = OnceLock::new();
///
/// #[pyfunction]
/// fn primes(py: Python<'_>) -> usize {
///     PRIMES.get_or_init_py_attached(py, || vec![2, 3, 5, 7]).len()
/// }
/// ```
pub trait OnceLockExt<T>: sealed::Sealed {
    /// The value, which `f` makes, attached, if it is not there yet.
    ///
    /// The thread detaches and attaches around `f` too, which suspends its critical sections. What
    /// happens when `f` needs the same value is up to the lock: std panics or waits for ever.
    ///
    /// # Panics
    /// If `f` panics. The cell stays empty then.
    fn get_or_init_py_attached(&self, py: Python<'_>, f: impl FnOnce() -> T) -> &T;
}

/// Condition variables that are waited for detached. `Guard` is what the variable's own `wait` takes.
/// See [`MutexExt`].
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::{CondvarExt, MutexExt};
/// use std::sync::{Condvar, Mutex};
///
/// static JOBS: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// static MORE: Condvar = Condvar::new();
///
/// #[pyfunction]
/// fn next(py: Python<'_>) -> Option<String> {
///     let jobs = JOBS.lock_py_attached(py).unwrap();
///     let mut jobs = MORE.wait_while_py_attached(py, jobs, |jobs| jobs.is_empty()).unwrap();
///     jobs.pop()
/// }
/// ```
pub trait CondvarExt<Guard>: sealed::Sealed {
    /// What the mutex guards.
    type Value: ?Sized;
    /// What the variable's own `wait` returns.
    type WaitResult;
    /// What the variable's own `wait_timeout` returns.
    type WaitTimeoutResult;

    /// Gives the mutex back, waits detached until it is notified, and locks the mutex again.
    fn wait_py_attached(&self, py: Python<'_>, guard: Guard) -> Self::WaitResult;

    /// The same, for `timeout` at most.
    fn wait_timeout_py_attached(
        &self,
        py: Python<'_>,
        guard: Guard,
        timeout: Duration,
    ) -> Self::WaitTimeoutResult;

    /// Waits until `condition` is false. It is called attached, with the mutex locked.
    fn wait_while_py_attached(
        &self,
        py: Python<'_>,
        guard: Guard,
        condition: impl FnMut(&mut Self::Value) -> bool,
    ) -> Self::WaitResult;
}

/// What was tried, or else what comes of waiting for it.
fn tried_or<G>(tried: TryLockResult<G>, wait: impl FnOnce() -> LockResult<G>) -> LockResult<G> {
    match tried {
        Ok(guard) => Ok(guard),
        Err(TryLockError::Poisoned(poisoned)) => Err(poisoned),
        Err(TryLockError::WouldBlock) => wait(),
    }
}

// In all of these, guards that were made while the thread was detached are used when it is attached,
// and the other way round. They belong to a thread, not to a state of it, and `Waiting` comes back to
// the same thread before it returns.

impl<T: ?Sized> MutexExt for Mutex<T> {
    type LockResult<'a>
        = LockResult<MutexGuard<'a, T>>
    where
        T: 'a;

    fn lock_py_attached(&self, py: Python<'_>) -> LockResult<MutexGuard<'_, T>> {
        tried_or(self.try_lock(), || Waiting::detached(py, |_| self.lock()))
    }
}

impl<T: ?Sized> RwLockExt for RwLock<T> {
    type ReadLockResult<'a>
        = LockResult<RwLockReadGuard<'a, T>>
    where
        T: 'a;
    type WriteLockResult<'a>
        = LockResult<RwLockWriteGuard<'a, T>>
    where
        T: 'a;

    fn read_py_attached(&self, py: Python<'_>) -> LockResult<RwLockReadGuard<'_, T>> {
        tried_or(self.try_read(), || Waiting::detached(py, |_| self.read()))
    }

    fn write_py_attached(&self, py: Python<'_>) -> LockResult<RwLockWriteGuard<'_, T>> {
        tried_or(self.try_write(), || Waiting::detached(py, |_| self.write()))
    }
}

impl OnceExt for Once {
    type OnceState = OnceState;

    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce()) {
        if !self.is_completed() {
            let mut f = Some(f);
            Waiting::detached(py, |waiting| {
                self.call_once(|| waiting.attached(&mut f, |f| f()));
            });
        }
    }

    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&OnceState)) {
        if !self.is_completed() {
            let mut f = Some(f);
            Waiting::detached(py, |waiting| {
                self.call_once_force(|state| waiting.attached(&mut f, |f| f(state)));
            });
        }
    }
}

impl<T> OnceLockExt<T> for OnceLock<T> {
    fn get_or_init_py_attached(&self, py: Python<'_>, f: impl FnOnce() -> T) -> &T {
        self.get().unwrap_or_else(|| {
            let mut f = Some(f);
            Waiting::detached(py, |waiting| {
                self.get_or_init(|| waiting.attached(&mut f, |f| f()))
            })
        })
    }
}

impl<'a, T> CondvarExt<MutexGuard<'a, T>> for Condvar {
    type Value = T;
    type WaitResult = LockResult<MutexGuard<'a, T>>;
    type WaitTimeoutResult = LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>;

    fn wait_py_attached(&self, py: Python<'_>, guard: MutexGuard<'a, T>) -> Self::WaitResult {
        Waiting::detached(py, |_| self.wait(guard))
    }

    fn wait_timeout_py_attached(
        &self,
        py: Python<'_>,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
    ) -> Self::WaitTimeoutResult {
        Waiting::detached(py, |_| self.wait_timeout(guard, timeout))
    }

    fn wait_while_py_attached(
        &self,
        py: Python<'_>,
        mut guard: MutexGuard<'a, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> Self::WaitResult {
        while condition(&mut guard) {
            guard = self.wait_py_attached(py, guard)?;
        }
        Ok(guard)
    }
}

pub(super) mod sealed {
    pub trait Sealed {}
    impl<T: ?Sized> Sealed for std::sync::Mutex<T> {}
    impl<T: ?Sized> Sealed for std::sync::RwLock<T> {}
    impl Sealed for std::sync::Once {}
    impl<T> Sealed for std::sync::OnceLock<T> {}
    impl Sealed for std::sync::Condvar {}
}
