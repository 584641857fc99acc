//! The child of a fork: only the thread that has forked is there.
//!
//! Nothing of the library is locked by threads that are gone, because it has no locks that another thread
//! could hold at that moment, but for those that users hold. What other threads have been counted for is
//! taken back here.
//!
//! What there is of std's locks:
//!
//! - `upcoming` in the cell of a class is taken by attached threads, and whoever has it neither detaches nor comes to a
//!   place where CPython could stop it until it is given back. Who forks (`os.fork`) has the GIL, or has stopped all attached threads.
//! - The rooms of `sync::park` are those of one process.
//! - That of a `PyErr` is also taken by threads that wait, detached, for another one to make the exception. An error that
//!   several threads ask for it at once is one that users share, and may stay locked in the child.

use super::pass::times_inside;
use super::record::{self, MAIN_ID, Record};

/// Has the child of every fork from now on cleaned up.
pub(super) fn prepare() {
    #[cfg(unix)]
    {
        use std::ffi::c_int;
        use std::sync::atomic::{AtomicBool, Ordering};

        unsafe extern "C" {
            fn pthread_atfork(
                prepare: Option<unsafe extern "C" fn()>,
                parent: Option<unsafe extern "C" fn()>,
                child: Option<unsafe extern "C" fn()>,
            ) -> c_int;
        }

        static PREPARED: AtomicBool = AtomicBool::new(false);

        if !PREPARED.swap(true, Ordering::AcqRel) {
            // SAFETY: the function stays: extension modules are never unloaded. It touches nothing but
            // atomics.
            let result = unsafe { pthread_atfork(None, None, Some(in_child)) };
            // Without memory for it, the next interpreter tries again.
            PREPARED.store(result == 0, Ordering::Release);
        }
    }
}

/// Runs in the child before anything else of it does.
#[cfg_attr(not(unix), expect(dead_code, reason = "nothing forks"))]
unsafe extern "C" fn in_child() {
    record::after_fork_in_child();
    for record in Record::all() {
        record.gate.set_inside(times_inside(record));
        record.pool.after_fork_in_child();
        // CPython deletes all others in the child.
        if record.id() != MAIN_ID && !record.interpreter().is_null() {
            record.gate.end(record.home());
            record.forget_guard();
        }
    }
    crate::section::after_fork_in_child();
    crate::attach::slots_after_fork_in_child();
}
