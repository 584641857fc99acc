//! `PyLazy<T>`.

use std::fmt;

use super::once::PyOnce;
use crate::{Attached, Python};

/// A value that makes itself when it is first needed: std's `LazyLock` for values whose making may run
/// Python. It is a [`PyOnce`] that brings its initialiser along, and all that is said there holds.
///
/// A panic leaves it empty, not poisoned: the next thread calls the initialiser again, which is why that
/// is an `Fn`.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::PyLazy;
///
/// static SQUARES: PyLazy<Vec<u32>> = PyLazy::new(|_py| (0..100).map(|n| n * n).collect());
///
/// #[pyfunction]
/// fn square(py: Python<'_>, number: usize) -> Option<u32> {
///     SQUARES.get(py).get(number).copied()
/// }
/// ```
pub struct PyLazy<T, F = fn(Python<'_>) -> T> {
    once: PyOnce<T>,
    make: F,
}

impl<T, F> PyLazy<T, F> {
    /// A value that `make` will make. Can make a `static`, if `make` captures nothing.
    ///
    /// ```
    /// use freehold::sync::PyLazy;
    ///
    /// static SEED: PyLazy<u64> = PyLazy::new(|_py| 4);
    /// ```
    pub const fn new(make: F) -> PyLazy<T, F> {
        PyLazy {
            once: PyOnce::new(),
            make,
        }
    }

    /// The value, if it has been made. One atomic load; never waits or suspends, so it also takes the
    /// [`NoSuspend`](crate::NoSuspend) of an exclusive section.
    ///
    /// ```
    /// # use freehold::{prelude::*, sync::PyLazy};
    /// fn is_made(py: Python<'_>, lazy: &PyLazy<u64>) -> bool {
    ///     lazy.get_if_made(py).is_some()
    /// }
    /// ```
    #[inline]
    pub fn get_if_made(&self, _proof: impl Attached) -> Option<&T> {
        self.once.ready()
    }
}

impl<T, F: Fn(Python<'_>) -> T> PyLazy<T, F> {
    /// The value, made by the first call. Other threads that call this meanwhile wait detached.
    ///
    /// # Panics
    /// If the initialiser panics, and if it needs this very value.
    ///
    /// ```
    /// # use freehold::{prelude::*, sync::PyLazy};
    /// fn plus_one(py: Python<'_>, lazy: &PyLazy<u64>) -> u64 {
    ///     lazy.get(py) + 1
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn get(&self, py: Python<'_>) -> &T {
        self.once.get_or_init(py, || (self.make)(py))
    }

    /// [`get`](PyLazy::get) under the name that std's `LazyLock` has for it.
    ///
    /// ```
    /// # use freehold::{prelude::*, sync::PyLazy};
    /// fn warm_up(py: Python<'_>, lazy: &PyLazy<u64>) {
    ///     PyLazy::force(lazy, py);
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn force<'a>(this: &'a PyLazy<T, F>, py: Python<'_>) -> &'a T {
        this.get(py)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for PyLazy<T, F> {
    /// Shows the value, if it has been made. Never waits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_tuple("PyLazy");
        match self.once.ready() {
            Some(value) => shown.field(value),
            None => shown.field(&format_args!("<not made>")),
        };
        shown.finish()
    }
}
