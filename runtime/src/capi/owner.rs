//! Which thread owns an object: the one that made it, by biased reference counting (PEP 703).
//!
//! CPython says that a thread is the owner by its thread pointer, which stands in the object's header.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::thread_pointer::{IS_KNOWN, thread_id};
use crate::ffi;

/// Whether this thread owns `object`, as far as that is known. No two threads do at a time. CPython gives an
/// object another owner only when nobody refers to it any more, when its owner has ended, or in a collection,
/// for which it has stopped all threads. It has none once its owner has given it up, and while a collection keeps
/// other things in that field, which are no thread's number.
///
/// # Safety
/// `object` is alive.
#[inline]
pub(crate) unsafe fn is_owned_by_this_thread(object: *mut ffi::PyObject) -> bool {
    // SAFETY: the object is alive; the owner field is only ever accessed atomically by CPython while the
    // object is shared.
    let owner = unsafe { AtomicUsize::from_ptr(&raw mut (*object).ob_tid) };
    IS_KNOWN && owner.load(Ordering::Relaxed) == thread_id()
}
