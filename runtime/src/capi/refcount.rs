//! `Py_INCREF` and `Py_DECREF`.
//!
//! On free-threaded builds `pyo3-ffi` calls into libpython for each of them. CPython's header
//! instead inlines the case of an object that this thread owns: a plain store to the local half of
//! the count. So do we, where the thread id can be read the way CPython reads it; everywhere else
//! (debug builds, other targets, builds with the GIL) the binding is used as it is.

use crate::ffi;

/// Whether the owning-thread case is inlined for this build.
macro_rules! if_inlined {
    ({ $($inlined:item)* } else { $($called:item)* }) => {
        $(
            #[cfg(all(
                Py_GIL_DISABLED,
                not(Py_LIMITED_API),
                not(py_sys_config = "Py_REF_DEBUG"),
                target_os = "linux",
                any(target_arch = "x86_64", target_arch = "aarch64")
            ))]
            $inlined
        )*
        $(
            #[cfg(not(all(
                Py_GIL_DISABLED,
                not(Py_LIMITED_API),
                not(py_sys_config = "Py_REF_DEBUG"),
                target_os = "linux",
                any(target_arch = "x86_64", target_arch = "aarch64")
            )))]
            $called
        )*
    };
}

if_inlined! {
    {
        use std::sync::atomic::Ordering::{Relaxed, SeqCst};

        use super::owner::is_owned_by_this_thread;

        /// The local count of an immortal object.
        const IMMORTAL: u32 = u32::MAX;
        /// The shared count is kept above two flag bits.
        const ONE_SHARED: isize = 1 << 2;

        #[cfg(not(Py_3_14))]
        use crate::ffi::{_Py_DecRefShared, _Py_MergeZeroLocalRefcount};

        #[cfg(Py_3_14)]
        unsafe extern "C" {
            fn _Py_DecRefShared(object: *mut ffi::PyObject);
            fn _Py_MergeZeroLocalRefcount(object: *mut ffi::PyObject);
        }

        /// Adds a strong reference (`Py_INCREF`). Never suspends a critical section.
        ///
        /// # Safety
        /// The thread is attached and `object` is a live object.
        #[inline]
        pub(crate) unsafe fn incref(object: *mut ffi::PyObject) {
            // SAFETY: the caller has a live object, so its count fields may be read; only the owning
            // thread stores to the local half, and this thread has just been found to be it.
            unsafe {
                let local = (*object).ob_ref_local.load(Relaxed);
                if local == IMMORTAL {
                    return;
                }
                if is_owned_by_this_thread(object) {
                    (*object).ob_ref_local.store(local + 1, Relaxed);
                } else {
                    (*object).ob_ref_shared.fetch_add(ONE_SHARED, SeqCst);
                }
            }
        }

        /// Gives a strong reference up (`Py_DECREF`). May run finalizers, so may suspend.
        ///
        /// # Safety
        /// The thread is attached, outside of exclusive sections, and owns the reference.
        #[inline]
        pub(crate) unsafe fn decref(object: *mut ffi::PyObject) {
            // SAFETY: as in `incref`; the caller owns a reference, so the local count of an object of
            // this thread is at least one when it is not merged.
            unsafe {
                let local = (*object).ob_ref_local.load(Relaxed);
                if local == IMMORTAL {
                    return;
                }
                if local > 1 && is_owned_by_this_thread(object) {
                    (*object).ob_ref_local.store(local - 1, Relaxed);
                } else {
                    decref_last_or_shared(object);
                }
            }
        }

        /// What is left: not to be repeated wherever a handle is dropped.
        ///
        /// # Safety
        /// As for `decref`; and if the object is this thread's, the reference is the last one that is counted locally.
        #[inline(never)]
        unsafe fn decref_last_or_shared(object: *mut ffi::PyObject) {
            // SAFETY: as in `decref`.
            unsafe {
                if is_owned_by_this_thread(object) {
                    (*object).ob_ref_local.store(0, Relaxed);
                    _Py_MergeZeroLocalRefcount(object);
                } else {
                    _Py_DecRefShared(object);
                }
            }
        }
    } else {
        /// Adds a strong reference (`Py_INCREF`). Never suspends a critical section.
        ///
        /// # Safety
        /// The thread is attached and `object` is a live object.
        #[inline]
        pub(crate) unsafe fn incref(object: *mut ffi::PyObject) {
            // SAFETY: the same contract.
            unsafe { ffi::Py_INCREF(object) }
        }

        /// Gives a strong reference up (`Py_DECREF`). May run finalizers, so may suspend.
        ///
        /// # Safety
        /// The thread is attached, outside of exclusive sections, and owns the reference.
        #[inline]
        pub(crate) unsafe fn decref(object: *mut ffi::PyObject) {
            // SAFETY: the same contract.
            unsafe { ffi::Py_DECREF(object) }
        }
    }
}
