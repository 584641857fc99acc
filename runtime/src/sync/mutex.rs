//! `PyMutex<T>`.

use std::cell::UnsafeCell;
use std::fmt;
use std::ops::{Deref, DerefMut};

use super::raw::RawMutex;
use crate::Python;
use crate::attach::{Attached, is_attached};

/// A value that one thread at a time can use: std's `Mutex` for code that lives among Python threads.
///
/// It differs from std's in four ways. A thread that waits for it is detached meanwhile, so it never
/// stands in the way of the thread that it waits for, nor of a collection. The lock is one byte. There
/// is no poisoning: a panic unlocks it and that is all ([`PoisonMutex`](super::PoisonMutex)
/// remembers). And it is locked by attached threads only: so a collection, which stops those of its interpreter, can look at the
/// Python objects in it. For what detached threads share, take std's `Mutex`, and [`MutexExt`](super::MutexExt) where a
/// thread is attached.
///
/// It can be a field of a class, where it makes a part of a `frozen` class mutable, a `static`, or
/// shared by any other means.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::PyMutex;
///
/// #[pyclass(frozen)]
/// struct Log { lines: PyMutex<Vec<String>> }
///
/// #[pymethods]
/// impl Log {
///     #[new]
///     fn new() -> Self { Log { lines: PyMutex::new(Vec::new()) } }
///
///     fn add(&self, py: Python<'_>, line: String) -> usize {
///         let mut lines = self.lines.lock(py);
///         lines.push(line);
///         lines.len()
///     }
/// }
/// ```
///
/// # Guards or closures
///
/// [`lock`](PyMutex::lock) returns a guard, and what happens while it is held is up to you: calling
/// Python, waiting for other locks. Two threads that each hold what the other waits for wait for ever,
/// as everywhere. [`with`](PyMutex::with), [`with_mut`](PyMutex::with_mut) and their forms for two
/// mutexes take closures, whose bodies can do nothing that waits, and so cannot be part of a deadlock.
///
/// # Forks
///
/// A child of `os.fork` has the mutex as it was at that moment. If another thread held it, nobody in
/// the child will ever unlock it.
///
/// # Cost
///
/// Locking and unlocking without contention is one compare-exchange each. From CPython 3.13 on the byte is a `PyMutex` of the C API, so waiting is CPython's; before, a small table
/// of std's locks does it.
#[derive(Default)]
pub struct PyMutex<T: ?Sized> {
    raw: RawMutex,
    value: UnsafeCell<T>,
}

const _: () = assert!(size_of::<PyMutex<u8>>() == 2, "one byte and the value");

// SAFETY: whoever owns the mutex owns the value, and nothing else.
unsafe impl<T: ?Sized + Send> Send for PyMutex<T> {}
// SAFETY: a shared mutex gives the value to one thread at a time, as `&T` and as `&mut T`: it is sent
// from thread to thread, never shared.
unsafe impl<T: ?Sized + Send> Sync for PyMutex<T> {}

impl<T> PyMutex<T> {
    /// An unlocked mutex. Can make a `static`.
    ///
    /// ```
    /// use freehold::sync::PyMutex;
    ///
    /// static NAMES: PyMutex<Vec<String>> = PyMutex::new(Vec::new());
    /// ```
    #[inline]
    pub const fn new(value: T) -> PyMutex<T> {
        PyMutex {
            raw: RawMutex::new(),
            value: UnsafeCell::new(value),
        }
    }

    /// The value, of a mutex that nobody else can have any more.
    ///
    /// ```
    /// # use freehold::sync::PyMutex;
    /// assert_eq!(PyMutex::new(3).into_inner(), 3);
    /// ```
    #[inline]
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: ?Sized> PyMutex<T> {
    /// Locks the mutex until the guard is dropped.
    ///
    /// If another thread holds it, this one waits detached (`PyMutex_Lock`): other threads run, and a
    /// collection does not have to wait. As with every detaching, all critical sections that the thread
    /// is in are released meanwhile, and only the innermost is locked again afterwards. When the
    /// interpreter has begun to finalize, a thread that had to wait never comes back.
    ///
    /// A collection may be looking at what is in it. Threads of the interpreter that collects are stopped meanwhile; one that is
    /// attached to another interpreter waits here, by attaching to the interpreter that collects for a moment, or, if that is
    /// ending, until it is gone.
    ///
    /// A thread that holds the guard and locks the same mutex again waits for itself, for ever, as with
    /// std's. That includes what Python code does meanwhile, and finalizers. Hold guards briefly, or use
    /// [`with_mut`](PyMutex::with_mut), in which neither can run.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// static TOTAL: PyMutex<u64> = PyMutex::new(0);
    ///
    /// #[pyfunction]
    /// fn add(py: Python<'_>, amount: u64) -> u64 {
    ///     let mut total = TOTAL.lock(py);
    ///     *total += amount;
    ///     *total
    /// }
    /// ```
    ///
    /// The guard stays on its thread:
    ///
    /// ```compile_fail,E0277
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// fn send(py: Python<'_>, total: &'static PyMutex<u64>) {
    ///     let guard = total.lock(py);
    ///     std::thread::spawn(move || drop(guard));
    /// }
    /// ```
    #[inline]
    pub fn lock(&self, py: Python<'_>) -> PyMutexGuard<'_, T> {
        self.raw.lock(py);
        // SAFETY: just locked, by this thread.
        unsafe { PyMutexGuard::new(self) }
    }

    /// Locks the mutex if nobody else holds it.
    ///
    /// It never waits, so either proof will do: the token, or in an exclusive section its `NoSuspend`. Do not call
    /// it again and again until it succeeds: that would be waiting attached.
    ///
    /// A thread that is attached to another interpreter than that of the object which the mutex is in may find it locked after a
    /// collection has looked into it. Then only [`lock`](PyMutex::lock) can make sure that the collection is over.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// fn add_if_free(total: &PyMutex<u64>, amount: u64, proof: impl Attached) -> bool {
    ///     total.try_lock(proof).map(|mut total| *total += amount).is_some()
    /// }
    /// ```
    #[inline]
    pub fn try_lock(&self, _proof: impl Attached) -> Option<PyMutexGuard<'_, T>> {
        // SAFETY: if that locks, it is locked by this thread.
        self.raw
            .try_lock()
            .then(|| unsafe { PyMutexGuard::new(self) })
    }

    /// For the collector: the value, unless somebody may be using it. While the world is stopped, nobody can change it after
    /// this has returned it once, and it is returned each time.
    pub(crate) fn look(&self) -> Option<&T> {
        // SAFETY: whoever gets the mutex from now on waits until no collection looks before there is a `&mut` to the value, or
        // any other reference; and the collector's own does not outlive the stop.
        self.raw.may_look().then(|| unsafe { &*self.value.get() })
    }

    /// `try_lock` where there is no proof. `None` too if the thread is not attached.
    pub(crate) fn try_lock_attached(&self) -> Option<PyMutexGuard<'_, T>> {
        // SAFETY: as in `try_lock`.
        (is_attached() && self.raw.try_lock()).then(|| unsafe { PyMutexGuard::new(self) })
    }

    /// The value, of a mutex that nobody else can use meanwhile. Locks nothing.
    ///
    /// ```
    /// # use freehold::sync::PyMutex;
    /// let mut mutex = PyMutex::new(3);
    /// *mutex.get_mut() += 1;
    /// assert_eq!(mutex.into_inner(), 4);
    /// ```
    #[inline]
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// Whether some thread holds the mutex. It may be different by the time that the answer is read.
    ///
    /// ```
    /// # use freehold::sync::PyMutex;
    /// assert!(!PyMutex::new(3).is_locked());
    /// ```
    #[inline]
    pub fn is_locked(&self) -> bool {
        self.raw.is_locked()
    }

    #[inline(always)]
    pub(super) fn raw(&self) -> &RawMutex {
        &self.raw
    }

    #[inline(always)]
    pub(super) fn value(&self) -> *mut T {
        self.value.get()
    }
}

impl<T> From<T> for PyMutex<T> {
    fn from(value: T) -> Self {
        PyMutex::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for PyMutex<T> {
    /// Shows the value, unless some thread holds the mutex, or this one is not attached. Never waits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("PyMutex");
        match self.try_lock_attached() {
            Some(value) => shown.field("value", &&*value),
            None => shown.field("value", &format_args!("<locked>")),
        };
        shown.finish()
    }
}

/// The value of a [`PyMutex`], which is unlocked when this is dropped, also by a panic.
///
/// It stays on the thread that has locked, which may detach meanwhile. It is not `Send`, so it cannot
/// be captured by the body of an exclusive section or by [`Python::detach`], nor be sent to a thread:
/// share the mutex instead, and lock it there.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::{PyMutex, PyMutexGuard};
///
/// fn sorted<'a>(py: Python<'_>, numbers: &'a PyMutex<Vec<u32>>) -> PyMutexGuard<'a, Vec<u32>> {
///     let mut numbers = numbers.lock(py);
///     numbers.sort();
///     numbers
/// }
/// ```
#[must_use = "the mutex is unlocked at once if the guard is not kept"]
pub struct PyMutexGuard<'a, T: ?Sized> {
    mutex: &'a PyMutex<T>,
}

/// Implemented for nothing. `Send` cannot have a message of its own, but a condition for it can.
#[diagnostic::on_unimplemented(
    message = "a `PyMutexGuard` stays on the thread that has locked the mutex",
    label = "this would take a guard to another thread",
    note = "take a reference to the mutex there, and lock it where it is used"
)]
pub trait LeavesItsThread {}

// SAFETY: there is nothing to uphold, because no guard is meant: none fulfils the condition.
unsafe impl<T: ?Sized> Send for PyMutexGuard<'_, T> where Self: LeavesItsThread {}
// SAFETY: a shared guard gives nothing but `&T`.
unsafe impl<T: ?Sized + Sync> Sync for PyMutexGuard<'_, T> {}

impl<'a, T: ?Sized> PyMutexGuard<'a, T> {
    /// # Safety
    /// This thread has locked the mutex, and hands that over to the guard.
    #[inline(always)]
    unsafe fn new(mutex: &'a PyMutex<T>) -> Self {
        PyMutexGuard { mutex }
    }
}

impl<T: ?Sized> Deref for PyMutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the guard holds the lock, and lends the value no longer than itself.
        unsafe { &*self.mutex.value() }
    }
}

impl<T: ?Sized> DerefMut for PyMutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`; the guard is borrowed exclusively.
        unsafe { &mut *self.mutex.value() }
    }
}

impl<T: ?Sized> Drop for PyMutexGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the guard holds the lock, and is gone afterwards.
        unsafe { self.mutex.raw.unlock() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for PyMutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for PyMutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
