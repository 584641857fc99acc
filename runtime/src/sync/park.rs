//! Waiting for a byte, where CPython has no `PyMutex`.
//!
//! A byte has no room for a queue, so those who wait do it elsewhere: in one of a few rooms, chosen by
//! the byte's address. Bytes that share a room wake each other's waiters now and then, who look and
//! wait on.

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU8, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::raw::{HAS_WAITERS, LOCKED, UNLOCKED};

struct Room {
    /// Held while a waiter makes up its mind to sleep, and while it is woken.
    door: Mutex<()>,
    woken: Condvar,
}

/// A prime, so that the alignment of structures does not put all of their bytes into a few rooms.
const ROOMS: usize = 61;

/// The rooms of one process. A child of `fork` has its own, because a door that another thread of the
/// parent had just locked would stay locked there for ever.
struct House {
    process: u32,
    rooms: [Room; ROOMS],
}

/// Never freed: there is one for each time that a process forks and its child has to wait.
static HOUSE: AtomicPtr<House> = AtomicPtr::new(ptr::null_mut());

impl House {
    fn of_this_process() -> &'static House {
        let process = std::process::id();
        let mut known = HOUSE.load(Ordering::Acquire);
        loop {
            // SAFETY: houses are never freed.
            match unsafe { known.as_ref() } {
                Some(house) if house.process == process => return house,
                _ => known = House::build(process, known),
            }
        }
    }

    /// Puts a new house in the place of `known`, unless another thread has. The one that is there.
    #[cold]
    fn build(process: u32, known: *mut House) -> *mut House {
        let built = Box::into_raw(Box::new(House {
            process,
            rooms: [const {
                Room {
                    door: Mutex::new(()),
                    woken: Condvar::new(),
                }
            }; ROOMS],
        }));
        match HOUSE.compare_exchange(known, built, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => built,
            Err(other) => {
                // SAFETY: nobody else knows of this one.
                drop(unsafe { Box::from_raw(built) });
                other
            }
        }
    }
}

impl Room {
    fn of(bits: &AtomicU8) -> &'static Room {
        &House::of_this_process().rooms[ptr::from_ref(bits).addr() % ROOMS]
    }

    /// Nothing that can panic runs behind the door, so poisoning means nothing.
    fn enter(&self) -> MutexGuard<'_, ()> {
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the lock, and waits while somebody else holds it. The thread must be detached.
pub(super) fn lock(bits: &AtomicU8) {
    let room = Room::of(bits);
    let mut inside = room.enter();
    loop {
        let now = bits.load(Ordering::Relaxed);
        if now & LOCKED == 0 {
            if bits
                .compare_exchange(now, now | LOCKED, Ordering::Acquire, Ordering::Relaxed)
                .is_ok()
            {
                return;
            }
        } else if now & HAS_WAITERS != 0
            || bits
                .compare_exchange(now, now | HAS_WAITERS, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
        {
            // Whoever unlocks sees the bit, and cannot come through the door before this thread
            // sleeps: no wake-up is lost.
            inside = room
                .woken
                .wait(inside)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Gives the lock up and wakes those who wait for it. The first to come takes it; the others set the
/// bit again.
pub(super) fn unlock(bits: &AtomicU8) {
    let room = Room::of(bits);
    let _inside = room.enter();
    bits.store(UNLOCKED, Ordering::Release);
    room.woken.notify_all();
}
