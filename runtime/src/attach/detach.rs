//! Detaching: running plain Rust while other threads, and the collector, go on.

use super::thread::{Left, ThreadStatus, is_attached};
use crate::attach::{release_pending, status};
use crate::refusal::Refusal;
use crate::{Python, chaos};

/// Values that may enter code which runs detached, or under an exclusive lock.
///
/// It is implemented for everything that is [`Send`]: Python tokens and handles that are tied to an
/// attached thread ([`Python`], [`Bound`](crate::Bound)) are not, owned ones ([`Py`](crate::Py))
/// are. It cannot be implemented by hand: a `&mut dyn Trait` of a trait of one's own is a type of one's
/// own, so `Send` is asked for here too.
///
/// ```compile_fail,E0277
/// trait Body: FnMut() {}
/// impl freehold::Detached for &mut dyn Body {}
/// ```
///
/// ```compile_fail
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// #[allow_threads]
/// fn total(numbers: &Bound<'_, PyList>) -> usize { numbers.len() }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used while the thread is detached",
    label = "a Python object needs an attached thread",
    note = "take the data instead, for example `Vec<f64>`, `String` or `Vec<u8>`: it is converted before the thread detaches",
    note = "to keep an object without using it, take `Py<PyAny>`"
)]
pub trait Detached: Send {}

#[diagnostic::do_not_recommend]
impl<T: Send + ?Sized> Detached for T {}

impl Python<'_> {
    /// Runs `f` detached: other threads run Python code meanwhile, and a collection does not have to
    /// wait for this one (`Py_BEGIN_ALLOW_THREADS`, `Py_END_ALLOW_THREADS`).
    ///
    /// The thread attaches again when `f` returns or panics. Every critical section that the thread
    /// is in is released meanwhile. Inside, [`reattach`] gives the interpreter back for a moment.
    ///
    /// Costs about 20 ns without contention, so is worth it from about a microsecond of work on.
    /// When the interpreter has begun to finalize, the thread never comes back from here.
    ///
    /// # Panics
    /// Inside an exclusive critical section, which detaching would release.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyfunction]
    /// fn checksum(py: Python<'_>, data: Vec<u8>) -> u64 {
    ///     py.detach(|| data.iter().map(|b| u64::from(*b)).sum())
    /// }
    /// ```
    pub fn detach<F, R>(self, f: F) -> R
    where
        F: FnOnce() -> R + Detached,
        R: Detached,
    {
        // SAFETY: `Detached` keeps tokens and bound handles out of `f` and its result.
        unsafe { self.detach_unchecked(f) }
    }

    /// [`Python::detach`] without the proof, for generated code, which has asked for it parameter by
    /// parameter.
    ///
    /// # Safety
    /// `f` uses nothing of Python, and its result holds no token and no bound handle.
    #[doc(hidden)]
    #[inline]
    pub unsafe fn detach_unchecked<F, R>(self, f: F) -> R
    where
        F: FnOnce() -> R,
    {
        #[cfg(feature = "pyo3")]
        // SAFETY: whoever has a `Python` token is attached; the rest is the caller's contract.
        return unsafe { with_pyo3::detached(f) };
        #[cfg(not(feature = "pyo3"))]
        {
            let _detached = DetachGuard::detach();
            f()
        }
    }
}

/// Attaches a thread again that is detached by [`Python::detach`] or `#[allow_threads]`, for the
/// length of `f` (`Py_BLOCK_THREADS`, `Py_UNBLOCK_THREADS`).
///
/// # Panics
/// On a thread that is not detached that way, or that is attached again by other means: one that Rust
/// has made attaches with [`Python::attach`].
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// #[allow_threads]
/// fn work(progress: Py<PyAny>) -> PyResult<u32> {
///     let mut done = 0;
///     for step in 0..10 {
///         done += step;
///         freehold::reattach(|py| progress.bind(py).call1((done,)).map(drop))?;
///     }
///     Ok(done)
/// }
/// ```
pub fn reattach<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
    if attached_by_others() {
        // SAFETY: the thread is attached until those who attached it detach it again, which is further out
        // on its stack, and not inside an exclusive section.
        return f(unsafe { Python::assume_attached() });
    }
    let Some(_attached) = ReattachGuard::reattach() else {
        Refusal::NotDetached.refuse();
    };
    // SAFETY: the thread has just attached, stays so until the guard is dropped, and a thread that
    // was detached was not inside an exclusive section.
    f(unsafe { Python::assume_attached() })
}

/// Whether Freehold has detached the thread, and something else has attached it since, such as another
/// framework: what Freehold has saved is in use then. Never inside an exclusive section.
fn attached_by_others() -> bool {
    status(|status| !status.detached_from.get().is_nothing() && !status.in_exclusive_section())
        && is_attached()
}

/// Before a thread detaches.
///
/// # Panics
/// Inside an exclusive section.
fn about_to_detach(status: &ThreadStatus) {
    if status.in_exclusive_section() {
        Refusal::Detaching.refuse();
    }
    status.note_detach();
}

/// The thread is detached while this lives.
#[cfg(not(feature = "pyo3"))]
struct DetachGuard {
    before: Left,
}

#[cfg(not(feature = "pyo3"))]
impl DetachGuard {
    fn detach() -> DetachGuard {
        status(|status| {
            about_to_detach(status);
            // SAFETY: whoever has a `Python` token is attached.
            let left = unsafe { Left::current() };
            chaos::point();
            DetachGuard {
                before: status.detached_from.replace(left),
            }
        })
    }
}

#[cfg(not(feature = "pyo3"))]
impl Drop for DetachGuard {
    fn drop(&mut self) {
        let left = status(|status| status.detached_from.replace(self.before));
        // SAFETY: this is the state that this guard saved: guards nest, and `reattach` puts back
        // what it takes.
        unsafe { left.restore() };
        chaos::point();
        release_pending();
    }
}

/// PyO3 notes for each thread how often it is attached, and believes its notes. So where it is there, it
/// has to be told of each detaching: `pyo3::Python::attach` would otherwise do nothing in the body.
#[cfg(feature = "pyo3")]
mod with_pyo3 {
    use super::{Left, about_to_detach, chaos, release_pending, status};
    use crate::ffi;
    use crate::interpreter::Home;

    /// # Safety
    /// The thread is attached, and `f` uses nothing of Python that needs that.
    pub(super) unsafe fn detached<R>(f: impl FnOnce() -> R) -> R {
        status(about_to_detach);
        // Dropped last, when the thread is attached again.
        let _pending = ReleasePending;
        let left = Left {
            // SAFETY: the thread is attached.
            thread_state: unsafe { ffi::PyThreadState_Get() },
            home: Home::current(),
        };
        let body = || {
            chaos::point();
            let _detached = DetachedFrom::set(left);
            f()
        };
        // SAFETY: the caller's contract.
        unsafe { crate::raw::detach_by_pyo3(body) }
    }

    struct ReleasePending;

    impl Drop for ReleasePending {
        fn drop(&mut self) {
            chaos::point();
            release_pending();
        }
    }

    /// The state that PyO3 has saved, for `reattach`, while this lives.
    struct DetachedFrom {
        before: Left,
    }

    impl DetachedFrom {
        fn set(left: Left) -> DetachedFrom {
            DetachedFrom {
                before: status(|status| status.detached_from.replace(left)),
            }
        }
    }

    impl Drop for DetachedFrom {
        fn drop(&mut self) {
            status(|status| status.detached_from.set(self.before));
        }
    }
}

/// A detached thread is attached while this lives.
pub(super) struct ReattachGuard(());

impl ReattachGuard {
    /// `None` if Freehold has not detached this thread, or if it is inside an exclusive section, to which
    /// it can only have come attached.
    pub(super) fn reattach() -> Option<ReattachGuard> {
        if status(ThreadStatus::in_exclusive_section) {
            return None;
        }
        let left = status(|status| status.detached_from.replace(Left::NOTHING));
        if left.is_nothing() {
            return None;
        }
        // SAFETY: the state was saved by this thread and has not been restored since: the thread is
        // detached.
        unsafe { left.restore() };
        release_pending();
        Some(ReattachGuard(()))
    }
}

impl Drop for ReattachGuard {
    fn drop(&mut self) {
        // SAFETY: the thread is attached: it was when this guard was made, and everything that
        // detached it since has attached it again.
        let left = unsafe { Left::current() };
        status(|status| status.detached_from.set(left));
    }
}
