//! The locks of `parking_lot`, waited for detached.
//!
//! ```
//! use freehold::prelude::*;
//! use freehold::sync::{CondvarExt, MutexExt};
//! use parking_lot::{Condvar, Mutex};
//!
//! static JOBS: Mutex<Vec<String>> = Mutex::new(Vec::new());
//! static MORE: Condvar = Condvar::new();
//!
//! #[pyfunction]
//! fn next(py: Python<'_>) -> Option<String> {
//!     let mut jobs = JOBS.lock_py_attached(py);
//!     MORE.wait_while_py_attached(py, &mut jobs, |jobs| jobs.is_empty());
//!     jobs.pop()
//! }
//! ```

use std::time::Duration;

use parking_lot::{
    Condvar, Mutex, MutexGuard, Once, OnceState, ReentrantMutex, ReentrantMutexGuard, RwLock,
    RwLockReadGuard, RwLockWriteGuard, WaitTimeoutResult,
};

use super::std_ext::sealed::Sealed;
use super::{CondvarExt, MutexExt, OnceExt, RwLockExt};
use crate::Python;
use crate::attach::Waiting;

impl<T: ?Sized> Sealed for Mutex<T> {}
impl<T: ?Sized> Sealed for ReentrantMutex<T> {}
impl<T: ?Sized> Sealed for RwLock<T> {}
impl Sealed for Once {}
impl Sealed for Condvar {}

impl<T: ?Sized> MutexExt for Mutex<T> {
    type LockResult<'a>
        = MutexGuard<'a, T>
    where
        T: 'a;

    fn lock_py_attached(&self, py: Python<'_>) -> MutexGuard<'_, T> {
        self.try_lock()
            .unwrap_or_else(|| Waiting::detached(py, |_| self.lock()))
    }
}

impl<T: ?Sized> MutexExt for ReentrantMutex<T> {
    type LockResult<'a>
        = ReentrantMutexGuard<'a, T>
    where
        T: 'a;

    fn lock_py_attached(&self, py: Python<'_>) -> ReentrantMutexGuard<'_, T> {
        self.try_lock()
            .unwrap_or_else(|| Waiting::detached(py, |_| self.lock()))
    }
}

impl<T: ?Sized> RwLockExt for RwLock<T> {
    type ReadLockResult<'a>
        = RwLockReadGuard<'a, T>
    where
        T: 'a;
    type WriteLockResult<'a>
        = RwLockWriteGuard<'a, T>
    where
        T: 'a;

    fn read_py_attached(&self, py: Python<'_>) -> RwLockReadGuard<'_, T> {
        self.try_read()
            .unwrap_or_else(|| Waiting::detached(py, |_| self.read()))
    }

    fn write_py_attached(&self, py: Python<'_>) -> RwLockWriteGuard<'_, T> {
        self.try_write()
            .unwrap_or_else(|| Waiting::detached(py, |_| self.write()))
    }
}

impl OnceExt for Once {
    type OnceState = OnceState;

    fn call_once_py_attached(&self, py: Python<'_>, f: impl FnOnce()) {
        if !self.state().done() {
            let mut f = Some(f);
            Waiting::detached(py, |waiting| {
                self.call_once(|| waiting.attached(&mut f, |f| f()));
            });
        }
    }

    fn call_once_force_py_attached(&self, py: Python<'_>, f: impl FnOnce(&OnceState)) {
        if !self.state().done() {
            let mut f = Some(f);
            Waiting::detached(py, |waiting| {
                self.call_once_force(|state| waiting.attached(&mut f, |f| f(&state)));
            });
        }
    }
}

impl<'a, 'lock, T: ?Sized> CondvarExt<&'a mut MutexGuard<'lock, T>> for Condvar {
    type Value = T;
    type WaitResult = ();
    type WaitTimeoutResult = WaitTimeoutResult;

    fn wait_py_attached(&self, py: Python<'_>, guard: &'a mut MutexGuard<'lock, T>) {
        Waiting::detached(py, |_| self.wait(guard));
    }

    fn wait_timeout_py_attached(
        &self,
        py: Python<'_>,
        guard: &'a mut MutexGuard<'lock, T>,
        timeout: Duration,
    ) -> WaitTimeoutResult {
        Waiting::detached(py, |_| self.wait_for(guard, timeout))
    }

    fn wait_while_py_attached(
        &self,
        py: Python<'_>,
        guard: &'a mut MutexGuard<'lock, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) {
        while condition(guard) {
            Waiting::detached(py, |_| self.wait(guard));
        }
    }
}
