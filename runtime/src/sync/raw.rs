//! The lock of one byte.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::attach::{ThreadStatus, Waiting, status};
use crate::interpreter::{Mark, a_moment};
use crate::refusal::Refusal;
use crate::{Python, chaos};

/// Somebody holds it.
pub(super) const LOCKED: u8 = 0b01;
/// Somebody waits for it, and has to be woken.
#[cfg(not(all(Py_3_13, not(Py_LIMITED_API))))]
pub(super) const HAS_WAITERS: u8 = 0b10;
/// Nobody does either.
pub(super) const UNLOCKED: u8 = 0;

/// A byte that one thread at a time can hold, and that the others wait for detached.
///
/// From CPython 3.13 on it is a `PyMutex`, bit for bit: taking and giving back what nobody else wants
/// is one compare-exchange here, and the rest is CPython's. Before, and with the limited API, the bits
/// mean the same and `park.rs` does the rest.
///
/// # What collections look at
/// A collection looks at each object several times, and has to see the same each time. It stops the threads of its
/// interpreter, but no others: those that are detached, and may wait in here for the lock, and those that are attached to another
/// interpreter. So when it looks at what the lock protects, it leaves its interpreter's [`Mark`] in the six bits that `PyMutex`
/// has to spare. CPython takes a lock with the mark left in place (and forgets it when it unlocks). Here, whoever has taken it
/// does nothing before the mark is gone, and it is taken away by who knows that no collection is looking any more: a
/// thread that is attached to that interpreter, nearly always ([`Mark::between_collections`]).
///
/// Locks and unlocks that find no mark are not touched by this: with one, the byte is not what they expect.
pub(super) struct RawMutex {
    bits: AtomicU8,
}

/// How an attempt to take the lock ended.
enum Taken {
    Yes,
    /// Somebody holds it.
    Held,
    /// Somebody has just got it with a mark, and will give it back, or take the mark away.
    Passing,
    /// A collection of another interpreter may be looking at what it protects.
    Seen(Mark),
}

impl RawMutex {
    pub(super) const fn new() -> RawMutex {
        RawMutex {
            bits: AtomicU8::new(UNLOCKED),
        }
    }

    /// Takes the lock if nobody holds it. Never waits.
    #[inline(always)]
    pub(super) fn try_lock(&self) -> bool {
        chaos::point();
        self.take_unwanted() || matches!(self.take_unlocked(), Taken::Yes)
    }

    /// For a collection: whether nobody uses what the lock protects, or can use it before the collection has looked.
    pub(super) fn may_look(&self) -> bool {
        let Some(own) = Mark::of_collector() else {
            return false;
        };
        let mut bits = self.bits.load(Ordering::Acquire);
        loop {
            match Mark::from_bits(bits) {
                // Since then, nobody has used it: not even who has got the lock meanwhile.
                Some(mark) if mark == own => return true,
                None if bits & LOCKED == 0 => {
                    let marked = bits | Mark::to_bits(Some(own));
                    match self.exchange(bits, marked) {
                        Ok(_) => return true,
                        Err(now) => bits = now,
                    }
                }
                _ => return false,
            }
        }
    }

    /// Takes the lock, and waits detached while somebody else holds it.
    ///
    /// # Panics
    /// If it would have to wait inside an exclusive section, where only `unsafe` code can have a token.
    #[inline(always)]
    pub(super) fn lock(&self, py: Python<'_>) {
        chaos::point();
        if !self.take_unwanted() {
            self.wait(py);
        }
    }

    /// # Safety
    /// The caller holds the lock, and gives it up.
    #[inline(always)]
    pub(super) unsafe fn unlock(&self) {
        chaos::point();
        if self
            .bits
            .compare_exchange(LOCKED, UNLOCKED, Ordering::Release, Ordering::Relaxed)
            .is_err()
        {
            // SAFETY: the caller's contract; and the exchange fails only if there are waiters.
            unsafe { self.unlock_and_wake() }
        }
    }

    pub(super) fn is_locked(&self) -> bool {
        self.bits.load(Ordering::Relaxed) & LOCKED != 0
    }

    /// Takes the lock if nobody holds it or waits for it: what is expected, and one instruction.
    #[inline(always)]
    fn take_unwanted(&self) -> bool {
        self.bits
            .compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
    }

    /// Takes the lock if nobody holds it, whoever waits for it: between an unlock and the moment when
    /// a waiter has woken up, the lock is free, and everybody may take it. The thread is attached.
    #[cold]
    fn take_unlocked(&self) -> Taken {
        let mut bits = self.bits.load(Ordering::Relaxed);
        while bits & LOCKED == 0 {
            match Mark::from_bits(bits) {
                Some(mark) if Some(mark) != Mark::of_current() => return Taken::Seen(mark),
                _ => {}
            }
            match self.exchange(bits, bits & !Mark::BITS | LOCKED) {
                Ok(_) => return Taken::Yes,
                Err(now) => bits = now,
            }
        }
        match Mark::from_bits(bits) {
            Some(_) => Taken::Passing,
            None => Taken::Held,
        }
    }

    /// Waits detached until the lock is free, and takes it.
    ///
    /// # Panics
    /// If it has to wait inside an exclusive section.
    #[cold]
    fn wait(&self, py: Python<'_>) {
        loop {
            match self.take_unlocked() {
                Taken::Yes => return,
                Taken::Held => {
                    self.wait_while_held(py);
                    if self.keep() {
                        return;
                    }
                }
                // Who gives it back with the mark does not wake those who wait for it in the usual way.
                Taken::Passing => a_moment(py),
                Taken::Seen(mark) => {
                    if status(ThreadStatus::in_exclusive_section) {
                        Refusal::Waiting.refuse();
                    }
                    mark.between_collections(py, || self.forget(mark));
                }
            }
        }
    }

    /// Takes away the own interpreter's mark from a lock that this thread has just got. If there is another one's, the lock is given
    /// back with the mark left as it is. Whoever else waits for it is woken by who takes it next, which this thread is
    /// about to try: at once, as that interpreter is running. (When it ends, it has no threads that wait.)
    fn keep(&self) -> bool {
        let mut bits = self.bits.load(Ordering::Acquire);
        loop {
            let mark = Mark::from_bits(bits);
            let is_kept = mark.is_none() || mark == Mark::of_current();
            let left = bits & if is_kept { !Mark::BITS } else { !LOCKED };
            if left == bits {
                return true;
            }
            match self.exchange(bits, left) {
                Ok(_) => return is_kept,
                Err(now) => bits = now,
            }
        }
    }

    /// Takes this mark away: no collection of its interpreter looks at anything now.
    fn forget(&self, mark: Mark) {
        let mut bits = self.bits.load(Ordering::Relaxed);
        while Mark::from_bits(bits) == Some(mark) {
            match self.exchange(bits, bits & !Mark::BITS) {
                Ok(_) => return,
                Err(now) => bits = now,
            }
        }
    }

    fn exchange(&self, from: u8, to: u8) -> Result<u8, u8> {
        self.bits
            .compare_exchange_weak(from, to, Ordering::AcqRel, Ordering::Acquire)
    }
}

#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
impl RawMutex {
    fn wait_while_held(&self, py: Python<'_>) {
        if cfg!(Py_3_14) {
            status(|status| {
                if status.in_exclusive_section() {
                    Refusal::Waiting.refuse();
                }
                status.note_detach();
            });
            self.wait_as_c_does();
        } else {
            // Up to 3.13.7, whoever attaches when the process ends is unwound by `pthread_exit`, through our
            // frames; `Waiting` attaches in a way that is not.
            Waiting::detached(py, |_| self.wait_as_c_does());
        }
    }

    fn wait_as_c_does(&self) {
        // SAFETY: the byte is a `PyMutex`, which stays where it is while it is borrowed. The function
        // may be called by any thread in any state: it detaches the one that is attached, and only to
        // wait; all sections of the thread are suspended then, and it is in no exclusive one, as
        // `wait_while_held` has checked.
        unsafe { crate::ffi::PyMutex_Lock(self.bits.as_ptr().cast()) }
    }

    /// # Safety
    /// As for `unlock`.
    #[cold]
    unsafe fn unlock_and_wake(&self) {
        // SAFETY: the byte is a `PyMutex` that the caller holds. Waking never detaches, so this may
        // also happen inside an exclusive section.
        unsafe { crate::ffi::PyMutex_Unlock(self.bits.as_ptr().cast()) }
    }
}

#[cfg(not(all(Py_3_13, not(Py_LIMITED_API))))]
impl RawMutex {
    fn wait_while_held(&self, py: Python<'_>) {
        Waiting::detached(py, |_| super::park::lock(&self.bits));
    }

    /// # Safety
    /// As for `unlock`.
    #[cold]
    unsafe fn unlock_and_wake(&self) {
        super::park::unlock(&self.bits);
    }
}

impl Default for RawMutex {
    fn default() -> Self {
        RawMutex::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without an interpreter, every mark is another one's.
    fn with_mark(bits: u8) -> RawMutex {
        RawMutex {
            bits: AtomicU8::new(bits | 7 << 2),
        }
    }

    #[test]
    fn who_has_waited_leaves_a_mark_and_those_who_wait() {
        let waited_for = with_mark(0b11);
        assert!(!waited_for.keep());
        assert_eq!(waited_for.bits.into_inner(), 7 << 2 | 0b10);
        let free_of_marks = RawMutex {
            bits: AtomicU8::new(0b11),
        };
        assert!(free_of_marks.keep());
        assert_eq!(free_of_marks.bits.into_inner(), 0b11);
    }

    #[test]
    fn a_lock_with_a_mark_is_neither_taken_nor_locked() {
        let seen = with_mark(UNLOCKED);
        assert!(!seen.try_lock() && !seen.is_locked());
        let mark = Mark::from_bits(seen.bits.load(Ordering::Relaxed)).expect("a mark");
        seen.forget(mark);
        assert!(seen.try_lock() && seen.is_locked());
    }
}
