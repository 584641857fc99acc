//! Which mutexes attached threads wait for detached.
//!
//! A thread that waits for a `PyMutex` gets it while it is detached, and is attached after that. So it may get it at any moment
//! of a collection, for which it is not stopped. The collector looks at each object several times and must see the same
//! each time, so what is in such a mutex is not looked at. A thread has to be attached to begin to wait, and to end
//! it: while a collection looks, nothing changes about who waits for what.
//!
//! From 3.14 on, CPython's own wait is used, which needs none of this: it attaches before it takes the mutex, unless it has
//! been given it while that was locked.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many threads wait for locks at addresses that fall together. To be counted for another lock is harmless:
/// it is not looked at this time.
static WAITING: [AtomicU32; 256] = [const { AtomicU32::new(0) }; 256];

fn count_of<T: ?Sized>(place: *const T) -> &'static AtomicU32 {
    let address = place.cast::<()>().addr() as u64;
    // Fibonacci hashing: the upper bits depend on all others.
    let hash = address.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    &WAITING[(hash >> 56) as usize]
}

/// An attached thread is about to wait for a lock, or does, or has just got it.
pub(super) struct Awaited(&'static AtomicU32);

impl Awaited {
    /// For a lock that is known by its address.
    pub(super) fn begin<T: ?Sized>(lock: *const T) -> Awaited {
        let count = count_of(lock);
        // Whoever stops this thread, or takes the GIL over from it, sees what it has written before.
        count.fetch_add(1, Ordering::Relaxed);
        Awaited(count)
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether a thread may get this lock while all attached threads are stopped.
pub(crate) fn is_awaited<T: ?Sized>(place: &T) -> bool {
    count_of(place).load(Ordering::Relaxed) != 0
}

/// In the child of a fork, of the threads that waited none is left.
pub(crate) fn after_fork_in_child() {
    for count in &WAITING {
        count.store(0, Ordering::Relaxed);
    }
}
