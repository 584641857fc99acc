//! Exclusive sections as blocks.

use super::exclusive::{Locked2, enter, enter2, exclusive2};
use super::payload::{Read, Write};
use super::refused::Refused;
use crate::class::LockTarget;
use crate::{Bound, NoSuspend, PyResult};

/// A closure that may run under an exclusive lock: one that captures no Python handle and no token.
///
/// Implemented for everything that is [`Send`], like [`Detached`](crate::Detached), and for nothing
/// else: a `&mut dyn Trait` of a trait of one's own is a type of one's own.
///
/// ```compile_fail,E0277
/// # use freehold::prelude::*;
/// # #[pyclass]
/// # struct Cache { calls: usize }
/// trait Body: FnMut(&mut Cache) {}
/// impl freehold::sync::LockedBody for &mut dyn Body {}
/// ```
#[diagnostic::on_unimplemented(
    message = "a Python handle or token cannot be used under this lock",
    label = "this closure captures one; using it may run Python code, or wait for another lock, which would release this one",
    note = "extract the data before (for example a `String` or an `i64`), or move a `Py<…>` in to keep the object without using it",
    note = "to count up a reference that the payload holds, use `with_cs` or `with_mut_cs`, whose closure gets a proof for that: `|this, cs| this.object.clone_ref(cs)`",
    note = "to lock two objects, use `freehold::sync::with2_mut(&a, &b, |a, b| …)`; two mutexes, `PyMutex::with2_mut`"
)]
pub trait LockedBody: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send> LockedBody for T {}

impl<T> Bound<'_, T> {
    /// Runs `body` with the payload for reading, under the object's lock.
    ///
    /// `#[critical_section(self)]` on a method that takes `&self`, as a block: the lock is held from
    /// the beginning of `body` to its end, because nothing in it can suspend the section. `body` gets no
    /// Python token and captures no handle; references that die in it are released afterwards.
    ///
    /// Inside a [critical section](crate::sync::with_critical_section) on the same object it adds
    /// nothing but the reference. Costs one compare-exchange to lock and one to unlock; nothing with the
    /// GIL. Waits detached, so may suspend sections that the thread is in.
    ///
    /// # Panics
    /// When `unsafe` code has brought a handle into another exclusive section.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyclass]
    /// struct Counter { hits: u64 }
    ///
    /// #[pyfunction]
    /// fn hits(counters: Vec<Bound<'_, Counter>>) -> u64 {
    ///     counters.iter().map(|counter| counter.with(|this| this.hits)).sum()
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn with<R>(&self, body: impl FnOnce(&T) -> R + LockedBody) -> R
    where
        T: LockTarget,
    {
        entered(enter::<Read<T>, R>(self, |_, this| body(this)))
    }

    /// Runs `body` with the payload for writing, under the object's lock: [`with`](Self::with) for
    /// `&mut`.
    ///
    /// # Panics
    /// As [`with`](Self::with).
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyclass]
    /// struct Cache { entries: Vec<(String, Py<PyAny>)> }
    ///
    /// #[pymethods]
    /// impl Cache {
    ///     /// Python code runs in a section that it may suspend; the payload is only changed where
    ///     /// nothing can.
    ///     #[critical_section(slf)]
    ///     fn load(slf: &Bound<'_, Self>, key: String, make: &Bound<'_, PyAny>) -> PyResult<usize> {
    ///         let value = make.call1((&key,))?.unbind();
    ///         Ok(slf.with_mut(|this| {
    ///             this.entries.push((key, value));
    ///             this.entries.len()
    ///         }))
    ///     }
    /// }
    /// ```
    ///
    /// What would release the lock does not compile:
    ///
    /// ```compile_fail
    /// # use freehold::prelude::*;
    /// # #[pyclass]
    /// # struct Cache { calls: usize }
    /// fn call(cache: &Bound<'_, Cache>, callback: &Bound<'_, PyAny>) {
    ///     cache.with_mut(|this| {
    ///         this.calls += 1;
    ///         callback.call0().unwrap();
    ///     });
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn with_mut<R>(&self, body: impl FnOnce(&mut T) -> R + LockedBody) -> R
    where
        T: LockTarget,
    {
        entered(enter::<Write<T>, R>(self, |_, this| body(this)))
    }

    /// [`with`](Self::with), with the proof that gives the operations which never suspend.
    ///
    /// # Panics
    /// As [`with`](Self::with).
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyclass]
    /// struct Registry { callbacks: Vec<Py<PyAny>> }
    ///
    /// #[pyfunction]
    /// fn notify(registry: &Bound<'_, Registry>) -> PyResult<()> {
    ///     let callbacks: Vec<_> = registry
    ///         .with_cs(|this, cs| this.callbacks.iter().map(|c| c.clone_ref(cs)).collect());
    ///     for callback in callbacks {
    ///         callback.bind(registry.py()).call0()?;
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn with_cs<R>(&self, body: impl for<'cs> FnOnce(&T, NoSuspend<'cs>) -> R + LockedBody) -> R
    where
        T: LockTarget,
    {
        entered(enter::<Read<T>, R>(self, |cs, this| body(this, cs)))
    }

    /// [`with_mut`](Self::with_mut), with the proof that gives the operations which never suspend.
    ///
    /// # Panics
    /// As [`with`](Self::with).
    #[inline]
    #[track_caller]
    pub fn with_mut_cs<R>(
        &self,
        body: impl for<'cs> FnOnce(&mut T, NoSuspend<'cs>) -> R + LockedBody,
    ) -> R
    where
        T: LockTarget,
    {
        entered(enter::<Write<T>, R>(self, |cs, this| body(this, cs)))
    }
}

/// Runs `body` with the payloads of two objects for reading, both locked, in an order that is the same
/// for everybody. Both may be one object, and they may be of two classes.
///
/// # Panics
/// As [`Bound::with`].
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::with2;
///
/// #[pyclass]
/// struct Account { balance: i64 }
///
/// fn total(a: &Bound<'_, Account>, b: &Bound<'_, Account>) -> i64 {
///     with2(a, b, |a, b| a.balance + b.balance)
/// }
/// ```
#[inline]
#[track_caller]
pub fn with2<T: LockTarget, U: LockTarget, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    body: impl FnOnce(&T, &U) -> R + LockedBody,
) -> R {
    let result =
        enter2::<Read<T>, Read<U>, R>(first, second, |_, first, second| body(first, second));
    entered(result.map_err(|(refused, _)| refused))
}

/// [`with2`], with the proof that gives the operations which never suspend.
///
/// # Panics
/// As [`Bound::with`].
#[inline]
#[track_caller]
pub fn with2_cs<T: LockTarget, U: LockTarget, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    body: impl for<'cs> FnOnce(&T, &U, NoSuspend<'cs>) -> R + LockedBody,
) -> R {
    let result =
        enter2::<Read<T>, Read<U>, R>(first, second, |cs, first, second| body(first, second, cs));
    entered(result.map_err(|(refused, _)| refused))
}

/// Runs `body` with the payloads of two objects for writing, both locked, in an order that is the same
/// for everybody. They may be of two classes.
///
/// # Errors
/// `ValueError` if both are one object: there cannot be two `&mut` to it.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::with2_mut;
///
/// #[pyclass]
/// struct Account { balance: i64 }
///
/// #[pyfunction]
/// fn transfer(from: &Bound<'_, Account>, to: &Bound<'_, Account>, amount: i64) -> PyResult<()> {
///     with2_mut(from, to, |from, to| {
///         from.balance -= amount;
///         to.balance += amount;
///     })
/// }
/// ```
#[inline]
pub fn with2_mut<T: LockTarget, U: LockTarget, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    body: impl FnOnce(&mut T, &mut U) -> R + LockedBody,
) -> PyResult<R> {
    exclusive2::<Write<T>, Write<U>, R>(first, second, &WITH2_MUT, |_, first, second| {
        body(first, second)
    })
}

/// [`with2_mut`], with the proof that gives the operations which never suspend.
///
/// # Errors
/// As [`with2_mut`].
#[inline]
pub fn with2_mut_cs<T: LockTarget, U: LockTarget, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    body: impl for<'cs> FnOnce(&mut T, &mut U, NoSuspend<'cs>) -> R + LockedBody,
) -> PyResult<R> {
    exclusive2::<Write<T>, Write<U>, R>(first, second, &WITH2_MUT, |cs, first, second| {
        body(first, second, cs)
    })
}

/// Who locks, for the error of `with2_mut`.
const WITH2_MUT: Locked2 = Locked2 {
    function: "with2_mut",
    first: "first",
    second: "second",
};

#[inline(always)]
#[track_caller]
fn entered<R>(result: Result<R, Refused>) -> R {
    match result {
        Ok(result) => result,
        Err(refused) => refused.refusal().refuse(),
    }
}
