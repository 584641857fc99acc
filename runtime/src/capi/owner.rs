//! Which thread owns an object: the one that made it, by biased reference counting (PEP 703).
//!
//! CPython says that a thread is the owner by its thread pointer, which stands in the object's header. Where
//! that can be read the way CPython reads it, so do we.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::ffi;

/// Whether this target's thread pointer is known here.
pub(crate) const IS_KNOWN: bool = cfg!(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
));

/// What CPython compares with `ob_tid`: the thread pointer, where it is known.
#[inline(always)]
pub(crate) fn thread_id() -> usize {
    #[allow(unused_mut, unused_assignments, reason = "elsewhere it stays zero")]
    let mut id: usize = 0;
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    // SAFETY: on x86-64 Linux, `fs:0` holds the thread pointer itself; the read has no effects.
    unsafe {
        std::arch::asm!("mov {}, fs:0", out(reg) id, options(nostack, preserves_flags, readonly));
    }
    #[cfg(all(target_os = "linux", target_arch = "aarch64"))]
    // SAFETY: reading the thread pointer register has no effects.
    unsafe {
        std::arch::asm!("mrs {}, tpidr_el0", out(reg) id, options(nostack, preserves_flags, nomem));
    }
    id
}

/// Whether this thread owns `object`, as far as that is known. No two threads do at a time. CPython gives an
/// object another owner only when nobody refers to it any more, when its owner has ended, or in a collection,
/// for which it has stopped all threads. It has none once its owner has given it up, and while a collection keeps
/// other things in that field, which are no thread's number.
///
/// # Safety
/// `object` is alive.
#[inline(always)]
pub(crate) unsafe fn is_owned_by_this_thread(object: *mut ffi::PyObject) -> bool {
    // SAFETY: the object is alive; the owner field is only ever accessed atomically by CPython while the
    // object is shared.
    let owner = unsafe { AtomicUsize::from_ptr(&raw mut (*object).ob_tid) };
    IS_KNOWN && owner.load(Ordering::Relaxed) == thread_id()
}
