//! Values of which each thread has its own (`Py_tss_t`).

use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::ffi;
use crate::refusal::Refusal;

/// A value of which each thread has its own, made when the thread first asks for it: `Py_tss_t` with a type.
///
/// `std`'s `thread_local!` does the same, faster, and drops the value when the thread ends. This one is
/// for where that is in the way: **a value is never dropped**, so that no destructor runs on a thread
/// whose interpreter, or whose library, is gone. Keep small things in it, or things that live on anyway.
/// The values of a `PyTss` that is itself dropped are leaked too.
///
/// It needs no attached thread, and no Python. Each thread keeps its value when it detaches, attaches to
/// another interpreter, and in the child of a fork. The value may hold [`Py`](crate::Py).
///
/// ```
/// use freehold::PyTss;
/// use std::cell::Cell;
///
/// static CALLS: PyTss<Cell<u64>> = PyTss::new(|| Cell::new(0));
///
/// fn count() -> u64 {
///     CALLS.with(|calls| {
///         calls.set(calls.get() + 1);
///         calls.get()
///     })
/// }
///
/// assert_eq!((count(), count()), (1, 2));
/// assert_eq!(std::thread::spawn(count).join().unwrap(), 1);
/// ```
pub struct PyTss<T: 'static> {
    /// Null until a thread first asks. Made without a lock, so that a fork finds none taken.
    key: AtomicPtr<ffi::Py_tss_t>,
    init: fn() -> T,
    /// Values are made and used by threads, and stay with them.
    values: PhantomData<fn() -> T>,
}

impl<T: 'static> PyTss<T> {
    /// A value that each thread makes with `init`.
    ///
    /// ```
    /// use freehold::PyTss;
    ///
    /// static NAME: PyTss<String> = PyTss::new(|| format!("{:?}", std::thread::current().id()));
    /// ```
    pub const fn new(init: fn() -> T) -> PyTss<T> {
        PyTss {
            key: AtomicPtr::new(std::ptr::null_mut()),
            init,
            values: PhantomData,
        }
    }

    /// Runs `f` with the value of this thread (`PyThread_tss_get`, `PyThread_tss_set`). Never suspends.
    ///
    /// # Panics
    /// If the operating system has no more keys (Linux has 1024), or no memory.
    #[track_caller]
    pub fn with<R>(&self, f: impl FnOnce(&T) -> R) -> R {
        let key = self.key();
        // SAFETY: the key has been created, and lives as long as `self`.
        let found = unsafe { ffi::PyThread_tss_get(key.as_ptr()) };
        let value = match NonNull::new(found.cast::<T>()) {
            Some(value) => value,
            None => self.make(key),
        };
        // SAFETY: what this key holds on this thread was put there by `make` on this thread: a leaked box
        // of `T`. It is never taken out, and only shared references to it are given out.
        f(unsafe { value.as_ref() })
    }

    /// Whether this thread has asked for its value before.
    pub fn is_set(&self) -> bool {
        let key = self.key.load(Ordering::Acquire);
        // SAFETY: a key that is there has been created.
        !key.is_null() && unsafe { !ffi::PyThread_tss_get(key).is_null() }
    }

    #[cold]
    #[track_caller]
    fn make(&self, key: NonNull<ffi::Py_tss_t>) -> NonNull<T> {
        let value = (self.init)();
        // SAFETY: as in `with`.
        let by_init = unsafe { ffi::PyThread_tss_get(key.as_ptr()) };
        if let Some(by_init) = NonNull::new(by_init.cast::<T>()) {
            // `init` has asked for the value itself. References to that one may have been kept in it.
            return by_init;
        }
        let value = NonNull::from(Box::leak(Box::new(value)));
        // SAFETY: the key has been created.
        let failed = unsafe { ffi::PyThread_tss_set(key.as_ptr(), value.as_ptr().cast()) };
        if failed != 0 {
            // SAFETY: nobody has seen the box that was leaked above.
            drop(unsafe { Box::from_raw(value.as_ptr()) });
            panic!("PyTss: no memory for a value of this thread");
        }
        value
    }

    fn key(&self) -> NonNull<ffi::Py_tss_t> {
        match NonNull::new(self.key.load(Ordering::Acquire)) {
            Some(key) => key,
            None => self.create_key(),
        }
    }

    /// Several threads may do this at once: one of the keys stays.
    #[cold]
    #[track_caller]
    fn create_key(&self) -> NonNull<ffi::Py_tss_t> {
        let key = TssKey::create();
        let stored = self.key.compare_exchange(
            std::ptr::null_mut(),
            key.0.as_ptr(),
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        match stored {
            Ok(_) => {
                let kept = key.0;
                std::mem::forget(key);
                kept
            }
            Err(first) => NonNull::new(first).expect("a failed exchange has found a key"),
        }
    }
}

impl<T: 'static> Drop for PyTss<T> {
    fn drop(&mut self) {
        drop(NonNull::new(*self.key.get_mut()).map(TssKey));
    }
}

impl<T: 'static> std::fmt::Debug for PyTss<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PyTss")
            .field("is_set", &self.is_set())
            .finish_non_exhaustive()
    }
}

/// An allocated and created key, deleted and freed when dropped.
struct TssKey(NonNull<ffi::Py_tss_t>);

impl TssKey {
    #[track_caller]
    fn create() -> TssKey {
        // SAFETY: may be called at any time from any thread.
        let key = unsafe { ffi::PyThread_tss_alloc() };
        let key = TssKey(NonNull::new(key).expect("PyTss: no memory for a key"));
        // SAFETY: the key was allocated above, and nobody else knows it.
        let failed = unsafe { ffi::PyThread_tss_create(key.0.as_ptr()) };
        if failed != 0 {
            Refusal::NoKeys.refuse();
        }
        key
    }
}

impl Drop for TssKey {
    fn drop(&mut self) {
        // SAFETY: the key was allocated by CPython, and nobody uses it any more. Freeing deletes it first.
        unsafe { ffi::PyThread_tss_free(self.0.as_ptr()) }
    }
}
