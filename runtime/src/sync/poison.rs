//! `PoisonMutex<T>`.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};
use std::thread;

use super::mutex::{PyMutex, PyMutexGuard};
use crate::Python;
use crate::attach::Attached;

/// A [`PyMutex`] that remembers whether a thread has panicked while it held it.
///
/// Such a value may be half changed. Locking then returns an error, which holds the guard all the same
/// for whoever knows what to do; the types of the errors are std's. One byte larger than a [`PyMutex`].
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::PoisonMutex;
///
/// static PAIR: PoisonMutex<(u32, u32)> = PoisonMutex::new((0, 0));
///
/// #[pyfunction]
/// fn step(py: Python<'_>) -> u32 {
///     let mut pair = PAIR.lock(py).unwrap_or_else(|poisoned| {
///         let mut pair = poisoned.into_inner();
///         *pair = (0, 0);
///         PAIR.clear_poison();
///         pair
///     });
///     pair.0 += 1;
///     pair.1 += 1;
///     pair.1
/// }
/// ```
#[derive(Default)]
pub struct PoisonMutex<T: ?Sized> {
    poisoned: AtomicBool,
    mutex: PyMutex<T>,
}

impl<T> PoisonMutex<T> {
    /// An unlocked mutex that is not poisoned.
    ///
    /// ```
    /// # use freehold::sync::PoisonMutex;
    /// static NAMES: PoisonMutex<Vec<String>> = PoisonMutex::new(Vec::new());
    /// ```
    pub const fn new(value: T) -> PoisonMutex<T> {
        PoisonMutex {
            poisoned: AtomicBool::new(false),
            mutex: PyMutex::new(value),
        }
    }

    /// The value, of a mutex that nobody else can have any more.
    ///
    /// # Errors
    /// If the mutex is poisoned. The error holds the value.
    ///
    /// ```
    /// # use freehold::sync::PoisonMutex;
    /// assert_eq!(PoisonMutex::new(3).into_inner().unwrap(), 3);
    /// ```
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.is_poisoned();
        checked(poisoned, self.mutex.into_inner())
    }
}

impl<T: ?Sized> PoisonMutex<T> {
    /// Locks the mutex, as [`PyMutex::lock`] does.
    ///
    /// # Errors
    /// If the mutex is poisoned. It is locked all the same, and the error holds the guard.
    ///
    /// ```
    /// # use freehold::{prelude::*, sync::PoisonMutex};
    /// fn next(py: Python<'_>, number: &PoisonMutex<u64>) -> PyResult<u64> {
    ///     let mut number = number
    ///         .lock(py)
    ///         .map_err(|_| freehold::exceptions::PyRuntimeError::new_err("half done"))?;
    ///     *number += 1;
    ///     Ok(*number)
    /// }
    /// ```
    pub fn lock(&self, py: Python<'_>) -> LockResult<PoisonMutexGuard<'_, T>> {
        self.guard(self.mutex.lock(py))
    }

    /// Locks the mutex if nobody else holds it. Never waits, as [`PyMutex::try_lock`].
    ///
    /// # Errors
    /// `WouldBlock` if some thread holds it; `Poisoned` as for `lock`.
    ///
    /// ```
    /// # use freehold::{prelude::*, sync::PoisonMutex};
    /// fn add_if_free(total: &PoisonMutex<u64>, proof: impl Attached) -> bool {
    ///     total.try_lock(proof).map(|mut total| *total += 1).is_ok()
    /// }
    /// ```
    pub fn try_lock(&self, proof: impl Attached) -> TryLockResult<PoisonMutexGuard<'_, T>> {
        match self.mutex.try_lock(proof) {
            Some(guard) => Ok(self.guard(guard)?),
            None => Err(TryLockError::WouldBlock),
        }
    }

    /// The value, of a mutex that nobody else can use meanwhile. Locks nothing.
    ///
    /// # Errors
    /// If the mutex is poisoned. The error holds the reference.
    ///
    /// ```
    /// # use freehold::sync::PoisonMutex;
    /// let mut mutex = PoisonMutex::new(3);
    /// *mutex.get_mut().unwrap() += 1;
    /// assert_eq!(mutex.into_inner().unwrap(), 4);
    /// ```
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.is_poisoned();
        checked(poisoned, self.mutex.get_mut())
    }

    /// Whether some thread holds the mutex, as [`PyMutex::is_locked`].
    ///
    /// ```
    /// # use freehold::sync::PoisonMutex;
    /// assert!(!PoisonMutex::new(3).is_locked());
    /// ```
    pub fn is_locked(&self) -> bool {
        self.mutex.is_locked()
    }

    /// Whether a thread has panicked while it held the mutex.
    ///
    /// ```
    /// # use freehold::sync::PoisonMutex;
    /// assert!(!PoisonMutex::new(3).is_poisoned());
    /// ```
    pub fn is_poisoned(&self) -> bool {
        self.poisoned.load(Ordering::Relaxed)
    }

    /// Forgets the panic: the value has been put right.
    ///
    /// ```
    /// # use freehold::sync::PoisonMutex;
    /// let mutex = PoisonMutex::new(3);
    /// mutex.clear_poison();
    /// assert!(!mutex.is_poisoned());
    /// ```
    pub fn clear_poison(&self) {
        self.poisoned.store(false, Ordering::Relaxed);
    }

    fn guard<'a>(&'a self, guard: PyMutexGuard<'a, T>) -> LockResult<PoisonMutexGuard<'a, T>> {
        // Written and read under the lock, so relaxed is enough.
        checked(
            self.is_poisoned(),
            PoisonMutexGuard {
                panicking_before: thread::panicking(),
                poisoned: &self.poisoned,
                guard,
            },
        )
    }
}

fn checked<T>(poisoned: bool, value: T) -> LockResult<T> {
    if poisoned {
        Err(PoisonError::new(value))
    } else {
        Ok(value)
    }
}

impl<T> From<T> for PoisonMutex<T> {
    fn from(value: T) -> Self {
        PoisonMutex::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for PoisonMutex<T> {
    /// Shows the value, unless some thread holds the mutex. Never waits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoisonMutex")
            .field("mutex", &&self.mutex)
            .field("poisoned", &self.is_poisoned())
            .finish()
    }
}

/// The value of a [`PoisonMutex`], which is unlocked when this is dropped, and poisoned if that happens
/// by a panic. It stays on its thread, as [`PyMutexGuard`] does.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::{PoisonMutex, PoisonMutexGuard};
///
/// fn kept<'a>(py: Python<'_>, mutex: &'a PoisonMutex<u32>) -> Option<PoisonMutexGuard<'a, u32>> {
///     mutex.lock(py).ok()
/// }
/// ```
#[must_use = "the mutex is unlocked at once if the guard is not kept"]
pub struct PoisonMutexGuard<'a, T: ?Sized> {
    /// A guard that is made while the thread panics, by a destructor, is not at fault for that.
    panicking_before: bool,
    poisoned: &'a AtomicBool,
    guard: PyMutexGuard<'a, T>,
}

impl<T: ?Sized> Deref for PoisonMutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.guard
    }
}

impl<T: ?Sized> DerefMut for PoisonMutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.guard
    }
}

impl<T: ?Sized> Drop for PoisonMutexGuard<'_, T> {
    fn drop(&mut self) {
        // Before the inner guard is dropped, which unlocks.
        if !self.panicking_before && thread::panicking() {
            self.poisoned.store(true, Ordering::Relaxed);
        }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for PoisonMutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for PoisonMutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
