//! Exclusive sections over one or two mutexes, as users write them. `enter.rs` does the work.

use super::enter::{enter, enter2};
use super::mutex::PyMutex;
use crate::section::LockedBody;
use crate::{NoSuspend, PyResult, Python};

impl<T: LockedBody> PyMutex<T> {
    /// Runs `body` with the value, locked: an exclusive section.
    ///
    /// `body` can do nothing that waits or runs Python: it captures no token and no handle but
    /// [`Py`](crate::Py), may not attach, and references that die in it are released after the mutex
    /// is. So no order of locks and no finalizer can deadlock with it.
    ///
    /// Waits detached while another thread holds the mutex, as [`lock`](PyMutex::lock) does.
    ///
    /// # Panics
    /// Inside another exclusive section, where only `unsafe` code has a token to call this with.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// fn longest(py: Python<'_>, words: &PyMutex<Vec<String>>) -> usize {
    ///     words.with(py, |words| words.iter().map(String::len).max().unwrap_or(0))
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn with<R>(&self, py: Python<'_>, body: impl FnOnce(&T) -> R + LockedBody) -> R {
        enter(py, self, |value, _| body(value))
    }

    /// Runs `body` with exclusive access to the value, locked: [`with`](PyMutex::with), for writing.
    ///
    /// # Panics
    /// As [`with`](PyMutex::with).
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// fn take_all(py: Python<'_>, callbacks: &PyMutex<Vec<Py<PyAny>>>) -> Vec<Py<PyAny>> {
    ///     callbacks.with_mut(py, std::mem::take)
    /// }
    /// ```
    ///
    /// What could wait or run Python does not compile:
    ///
    /// ```compile_fail,E0277
    /// # use freehold::prelude::*;
    /// # use freehold::sync::PyMutex;
    /// fn count(py: Python<'_>, calls: &PyMutex<u64>, callback: &Bound<'_, PyAny>) {
    ///     calls.with_mut(py, |calls| {
    ///         *calls += 1;
    ///         callback.call0().unwrap();
    ///     });
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn with_mut<R>(&self, py: Python<'_>, body: impl FnOnce(&mut T) -> R + LockedBody) -> R {
        enter(py, self, |value, _| body(value))
    }

    /// [`with`](PyMutex::with), with the proof that gives the operations which never suspend.
    ///
    /// # Panics
    /// As [`with`](PyMutex::with).
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// fn call_all(py: Python<'_>, callbacks: &PyMutex<Vec<Py<PyAny>>>) -> PyResult<()> {
    ///     let callbacks: Vec<_> =
    ///         callbacks.with_cs(py, |all, cs| all.iter().map(|one| one.clone_ref(cs)).collect());
    ///     for callback in callbacks {
    ///         callback.bind(py).call0()?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn with_cs<R>(
        &self,
        py: Python<'_>,
        body: impl for<'cs> FnOnce(&T, NoSuspend<'cs>) -> R + LockedBody,
    ) -> R {
        enter(py, self, |value, cs| body(value, cs))
    }

    /// [`with_mut`](PyMutex::with_mut), with the proof that gives the operations which never suspend.
    ///
    /// # Panics
    /// As [`with`](PyMutex::with).
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// fn add_twice(py: Python<'_>, objects: &PyMutex<Vec<Py<PyAny>>>, object: Py<PyAny>) {
    ///     objects.with_mut_cs(py, |objects, cs| {
    ///         objects.push(object.clone_ref(cs));
    ///         objects.push(object);
    ///     });
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn with_mut_cs<R>(
        &self,
        py: Python<'_>,
        body: impl for<'cs> FnOnce(&mut T, NoSuspend<'cs>) -> R + LockedBody,
    ) -> R {
        enter(py, self, body)
    }

    /// Runs `body` with the values of two mutexes, both locked: one exclusive section.
    ///
    /// In whatever order other threads take the two, nobody waits for ever: this never holds one of
    /// them while it waits for the other.
    ///
    /// # Errors
    /// `ValueError` if both are the same mutex. `RuntimeError` inside another exclusive section, where
    /// only `unsafe` code has a token to call this with.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// fn sum(py: Python<'_>, a: &PyMutex<u32>, b: &PyMutex<u64>) -> PyResult<u64> {
    ///     PyMutex::with2(py, a, b, |a, b| u64::from(*a) + b)
    /// }
    /// ```
    #[inline]
    pub fn with2<U: LockedBody, R>(
        py: Python<'_>,
        first: &PyMutex<T>,
        second: &PyMutex<U>,
        body: impl FnOnce(&T, &U) -> R + LockedBody,
    ) -> PyResult<R> {
        enter2(py, first, second, |first, second, _| body(first, second))
    }

    /// Runs `body` with exclusive access to the values of two mutexes: [`with2`](PyMutex::with2), for
    /// writing.
    ///
    /// # Errors
    /// As [`with2`](PyMutex::with2): there are never two `&mut` to one value.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// #[pyclass(frozen)]
    /// struct Account { balance: PyMutex<i64> }
    ///
    /// #[pymethods]
    /// impl Account {
    ///     fn transfer(&self, py: Python<'_>, to: &Account, amount: i64) -> PyResult<()> {
    ///         PyMutex::with2_mut(py, &self.balance, &to.balance, |from, to| {
    ///             *from -= amount;
    ///             *to += amount;
    ///         })
    ///     }
    /// }
    /// ```
    #[inline]
    pub fn with2_mut<U: LockedBody, R>(
        py: Python<'_>,
        first: &PyMutex<T>,
        second: &PyMutex<U>,
        body: impl FnOnce(&mut T, &mut U) -> R + LockedBody,
    ) -> PyResult<R> {
        enter2(py, first, second, |first, second, _| body(first, second))
    }

    /// [`with2`](PyMutex::with2), with the proof that gives the operations which never suspend.
    ///
    /// # Errors
    /// As [`with2`](PyMutex::with2).
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// type Objects = PyMutex<Vec<Py<PyAny>>>;
    ///
    /// fn joined(py: Python<'_>, a: &Objects, b: &Objects) -> PyResult<Vec<Py<PyAny>>> {
    ///     PyMutex::with2_cs(py, a, b, |a, b, cs| {
    ///         a.iter().chain(b).map(|object| object.clone_ref(cs)).collect()
    ///     })
    /// }
    /// ```
    #[inline]
    pub fn with2_cs<U: LockedBody, R>(
        py: Python<'_>,
        first: &PyMutex<T>,
        second: &PyMutex<U>,
        body: impl for<'cs> FnOnce(&T, &U, NoSuspend<'cs>) -> R + LockedBody,
    ) -> PyResult<R> {
        enter2(py, first, second, |first, second, cs| {
            body(first, second, cs)
        })
    }

    /// [`with2_mut`](PyMutex::with2_mut), with the proof that gives the operations which never suspend.
    ///
    /// # Errors
    /// As [`with2`](PyMutex::with2).
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PyMutex;
    ///
    /// type Objects = PyMutex<Vec<Py<PyAny>>>;
    ///
    /// fn copy(py: Python<'_>, from: &Objects, to: &Objects) -> PyResult<()> {
    ///     PyMutex::with2_mut_cs(py, from, to, |from, to, cs| {
    ///         to.extend(from.iter().map(|object| object.clone_ref(cs)));
    ///     })
    /// }
    /// ```
    #[inline]
    pub fn with2_mut_cs<U: LockedBody, R>(
        py: Python<'_>,
        first: &PyMutex<T>,
        second: &PyMutex<U>,
        body: impl for<'cs> FnOnce(&mut T, &mut U, NoSuspend<'cs>) -> R + LockedBody,
    ) -> PyResult<R> {
        enter2(py, first, second, body)
    }
}
