//! Detaching: running plain Rust while other threads, and the collector, go on.

use crate::attach::{release_pending, status};
use crate::{Python, ffi};

/// Values that may enter code which runs detached, or under an exclusive lock.
///
/// It is implemented for everything that is [`Send`]: Python tokens and handles that are tied to an
/// attached thread ([`Python`], [`Bound`](crate::Bound)) are not, owned ones ([`Py`](crate::Py))
/// are. It cannot be implemented by hand.
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
pub trait Detached {}

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
        let _detached = DetachGuard::detach();
        f()
    }
}

/// Attaches a thread again that is detached by [`Python::detach`] or `#[allow_threads]`, for the
/// length of `f` (`Py_BLOCK_THREADS`, `Py_UNBLOCK_THREADS`).
///
/// # Panics
/// On a thread that is not detached that way: one that Rust has made attaches with
/// [`Python::attach`].
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
    let Some(_attached) = ReattachGuard::reattach() else {
        panic!(
            "freehold::reattach: this thread has not been detached by `py.detach` or \
             `#[allow_threads]`; to attach a thread of your own, call `Python::attach`"
        );
    };
    // SAFETY: the thread has just attached, stays so until the guard is dropped, and a thread that
    // was detached was not inside an exclusive section.
    f(unsafe { Python::assume_attached() })
}

/// The thread is detached while this lives.
struct DetachGuard {
    before: *mut ffi::PyThreadState,
}

impl DetachGuard {
    fn detach() -> DetachGuard {
        status(|status| {
            assert!(
                !status.in_exclusive_section(),
                "detaching inside an exclusive critical section would release its lock"
            );
            // SAFETY: whoever has a `Python` token is attached.
            let thread_state = unsafe { ffi::PyEval_SaveThread() };
            DetachGuard {
                before: status.detached_from.replace(thread_state),
            }
        })
    }
}

impl Drop for DetachGuard {
    fn drop(&mut self) {
        let thread_state = status(|status| status.detached_from.replace(self.before));
        // SAFETY: this is the state that this guard saved: guards nest, and `reattach` puts back
        // what it takes.
        unsafe { ffi::PyEval_RestoreThread(thread_state) };
        release_pending();
    }
}

/// A detached thread is attached while this lives.
pub(super) struct ReattachGuard(());

impl ReattachGuard {
    /// `None` if Freehold has not detached this thread.
    pub(super) fn reattach() -> Option<ReattachGuard> {
        let thread_state = status(|status| status.detached_from.replace(std::ptr::null_mut()));
        if thread_state.is_null() {
            return None;
        }
        // SAFETY: the state was saved by this thread and has not been restored since.
        unsafe { ffi::PyEval_RestoreThread(thread_state) };
        release_pending();
        Some(ReattachGuard(()))
    }
}

impl Drop for ReattachGuard {
    fn drop(&mut self) {
        // SAFETY: the thread is attached: it was when this guard was made, and everything that
        // detached it since has attached it again.
        let thread_state = unsafe { ffi::PyEval_SaveThread() };
        status(|status| status.detached_from.set(thread_state));
    }
}
