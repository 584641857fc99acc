//! Locks that lean to the thread that made the object.
//!
//! Taking a lock and giving it back are two instructions that the processor cannot overlap with others: some
//! ten nanoseconds, paid also for an object that no other thread ever sees. So a class begins *biased*: the
//! thread that owns an object (as CPython's reference counts have it) does not take the lock. It says in the object's
//! header that it is inside, *then* looks whether anybody has the lock, or the bias is over. As soon as
//! another thread wants to lock an object of the class, the bias of the class is over, for good: what it costs to
//! end it is paid once, and not for each object that goes from one thread to another.
//!
//! Owner: say that I am inside, *then* look. Other thread: say that the bias is over, *then* look who is
//! inside. A fence between the two steps on either side makes sure that at least one of them sees the other;
//! the other thread has it executed on both sides (`membarrier`), once for each class. When it has seen that the
//! bias is over and the owner not inside, that stays so, and the lock means what it always does.
//!
//! Classes with readers side by side do the same, for owners that write. To read, owners announce themselves as all
//! readers do: whoever comes to read must not have to wait for a reader. Before others read or write, they end the bias, too.
//!
//! Whoever takes an object's lock without this runtime, by the macros in C, finds it free while the owner is
//! inside. That gets them no payload: for that they call methods, which come here. And a section that they
//! have begun keeps the owner out, because it looks.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicU8, Ordering, compiler_fence};
use std::time::Duration;

use super::byte::{UNLOCKED, lock_byte};
use crate::attach::Waiting;
use crate::capi::{membarrier, owner, thread_pointer};
use crate::class::Usage;
use crate::{Python, chaos, ffi};

/// Whether the objects of one class may be used by their owners without their locks. It begins once, before
/// there is an object, and ends once.
pub struct Bias(AtomicU8);

/// The class has no type yet, or nothing locks its objects.
const NEVER: u8 = 0;
const OVER: u8 = 1;
const BIASED: u8 = 2;
/// Owners may not have noticed yet that it is over.
const ENDING: u8 = 3;

impl Bias {
    pub(crate) const fn new() -> Bias {
        Bias(AtomicU8::new(NEVER))
    }

    /// Before the class has its first object.
    pub(crate) fn begin(&self) {
        if self.0.load(Ordering::Acquire) == NEVER {
            let state = match thread_pointer::IS_KNOWN && membarrier::register() {
                true => BIASED,
                false => OVER,
            };
            // Another thread that makes a type of the class may have been faster, and the bias over since.
            let _ = self
                .0
                .compare_exchange(NEVER, state, Ordering::AcqRel, Ordering::Acquire);
        }
    }

    /// [`enter`](Bias::enter), and if that is refused [`keep_owner_out`](Bias::keep_owner_out).
    ///
    /// # Safety
    /// As for `enter`; and `object` is a `PyClassObject`.
    #[inline]
    pub(super) unsafe fn enter_or_keep_out(
        &self,
        py: Python<'_>,
        object: *mut ffi::PyObject,
        usage: &Usage,
    ) -> bool {
        // With `Acquire`, as in `keep_owner_out`.
        let state = self.0.load(Ordering::Acquire);
        // SAFETY: the caller's contract.
        if state == BIASED && unsafe { self.enter_biased(object, usage) } {
            return true;
        }
        if !is_kept_out(state, usage) {
            // SAFETY: the caller's contract.
            unsafe { self.keep_other_owner_out(py, object) };
        }
        false
    }

    /// Lets this thread use an object that it owns without its lock, if nobody has that: until `leave`.
    ///
    /// # Safety
    /// Attached, outside of exclusive sections; `object` is alive until `leave`, and `usage` is its. Until then
    /// the thread neither detaches nor reaches a point at which CPython could stop it.
    #[inline]
    pub(super) unsafe fn enter(&self, object: *mut ffi::PyObject, usage: &Usage) -> bool {
        // SAFETY: the caller's contract.
        self.0.load(Ordering::Relaxed) == BIASED && unsafe { self.enter_biased(object, usage) }
    }

    /// `enter`, where the first look says that the class is biased.
    ///
    /// # Safety
    /// As for `enter`.
    #[inline]
    unsafe fn enter_biased(&self, object: *mut ffi::PyObject, usage: &Usage) -> bool {
        // SAFETY: the object is alive.
        if !unsafe { owner::is_owned_by_this_thread(object) } {
            return false;
        }
        chaos::point();
        usage.owner_inside.store(true, Ordering::Relaxed);
        chaos::point();
        compiler_fence(Ordering::SeqCst);
        // With `Acquire`, for what others have written to the object under the lock.
        // SAFETY: the object is alive.
        let is_free = unsafe { lock_byte(object) }.load(Ordering::Acquire) == UNLOCKED;
        if is_free && self.0.load(Ordering::Relaxed) == BIASED {
            return true;
        }
        leave(usage);
        false
    }

    /// Returns when the owner of `object`, if that is another thread, does not and will not use it without its
    /// lock. Whether the thread has waited for it; that does it detached, so may suspend sections that it is in.
    ///
    /// Holds until the thread detaches if it owns the object itself, else for good.
    ///
    /// # Safety
    /// `object` is alive, and `usage` is its.
    #[inline]
    pub(in crate::section) unsafe fn keep_owner_out(
        &self,
        py: Python<'_>,
        object: *mut ffi::PyObject,
        usage: &Usage,
    ) -> bool {
        // With `Acquire`: what comes after this load comes after the fence that all threads have executed.
        let state = self.0.load(Ordering::Acquire);
        if is_kept_out(state, usage) {
            return false;
        }
        // SAFETY: the object is alive.
        let is_owner = unsafe { owner::is_owned_by_this_thread(object) };
        !is_owner && self.end(py, usage)
    }

    /// `keep_owner_out`, after a first look.
    ///
    /// # Safety
    /// `object` is alive, and a `PyClassObject`.
    #[cold]
    #[inline(never)]
    unsafe fn keep_other_owner_out(&self, py: Python<'_>, object: *mut ffi::PyObject) {
        // SAFETY: the caller's contract.
        unsafe {
            if !owner::is_owned_by_this_thread(object) {
                self.end(py, Usage::of(object));
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn end(&self, py: Python<'_>, usage: &Usage) -> bool {
        if !self.end_everywhere() {
            // Slow, and to be done again the next time, but whoever may be the owner has come to a point where it is
            // not inside, and has read since that the bias is ending.
            stop_the_world(py);
        }
        if !is_inside(usage) || leaves_soon(usage) {
            return false;
        }
        Waiting::detached(py, |_| {
            let mut turns = 0;
            while is_inside(usage) {
                // Nobody wakes this thread, which happens once for each class. Most bodies are short.
                match turns {
                    0..64 => std::thread::yield_now(),
                    _ => std::thread::sleep(Duration::from_micros(50 * (turns - 63).min(20))),
                }
                turns += 1;
            }
        });
        true
    }

    /// From here on, if the kernel lets it: owners that are inside can be seen, and no others come.
    fn end_everywhere(&self) -> bool {
        if self.0.load(Ordering::Acquire) != OVER {
            chaos::point();
            self.0.store(ENDING, Ordering::SeqCst);
            if !membarrier::fence_everywhere() {
                return false;
            }
            // With `Release`: who reads this comes after the fence, too.
            self.0.store(OVER, Ordering::Release);
            chaos::point();
        }
        true
    }
}

/// Waits a moment, attached: that suspends no section, such as one on this very object, which keeps its owner out. Mostly the
/// owner has come too late, and is about to find that out. Its body, too, ends without anything that this thread does.
fn leaves_soon(usage: &Usage) -> bool {
    (0..1_000).any(|turn| {
        match turn {
            0..64 => std::hint::spin_loop(),
            _ => std::thread::yield_now(),
        }
        !is_inside(usage)
    })
}

/// Stops all other threads of the interpreter at a safe point, and lets them go on. Only what looks at all objects does
/// that for others (`PyUnstable_GC_VisitObjects`): it ends with the first one.
#[cold]
fn stop_the_world(_py: Python<'_>) {
    unsafe extern "C" {
        fn PyUnstable_GC_VisitObjects(
            visit: unsafe extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
            arg: *mut c_void,
        );
    }

    unsafe extern "C" fn enough(_: *mut ffi::PyObject, _: *mut c_void) -> c_int {
        0
    }

    // SAFETY: the token proves attachment; the function does nothing.
    unsafe { PyUnstable_GC_VisitObjects(enough, std::ptr::null_mut()) }
}

/// Whether nobody uses the object without its lock, nor will: what is seen of a class that never was biased, or whose
/// bias is over.
#[inline]
fn is_kept_out(state: u8, usage: &Usage) -> bool {
    state < BIASED && !is_inside(usage)
}

/// With `Acquire`, for what the owner has written.
#[inline]
fn is_inside(usage: &Usage) -> bool {
    usage.owner_inside.load(Ordering::Acquire)
}

/// Ends what `Bias::enter` has begun.
#[inline]
pub(super) fn leave(usage: &Usage) {
    // With `Release`, so that whoever sees this sees what this thread has written.
    usage.owner_inside.store(false, Ordering::Release);
}

#[cfg(test)]
mod tests;
