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
//! Whoever takes an object's lock without this runtime, by the macros in C, finds it free while the owner is
//! inside. That gets them no payload: for that they call methods, which come here. And a section that they
//! have begun keeps the owner out, because it looks.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicU8, Ordering, compiler_fence};
use std::time::Duration;

use super::objects::{UNLOCKED, lock_byte};
use crate::attach::Waiting;
use crate::capi::{membarrier, owner};
use crate::class::Usage;
use crate::{Python, chaos, ffi};

/// Whether the objects of one class may be used by their owners without their locks. It begins once, before
/// there is an object, and ends once.
#[derive(Debug)]
pub struct Bias(AtomicU8);

/// The class has no type yet, or its objects are locked by readers and writers.
const NEVER: u8 = 0;
const BIASED: u8 = 1;
/// Owners may not have noticed yet that it is over.
const ENDING: u8 = 2;
const OVER: u8 = 3;

impl Bias {
    pub(crate) const fn new() -> Bias {
        Bias(AtomicU8::new(NEVER))
    }

    /// Before the class has its first object.
    pub(crate) fn begin(&self) {
        if self.0.load(Ordering::Acquire) == NEVER {
            let state = match owner::IS_KNOWN && membarrier::register() {
                true => BIASED,
                false => OVER,
            };
            // Another thread that makes a type of the class may have been faster, and the bias over since.
            let _ = self
                .0
                .compare_exchange(NEVER, state, Ordering::AcqRel, Ordering::Acquire);
        }
    }

    /// Lets this thread use an object that it owns without its lock, if nobody has that: until `leave`.
    ///
    /// # Safety
    /// Attached, outside of exclusive sections; `object` is alive until `leave`, and `usage` is its. Until then
    /// the thread neither detaches nor reaches a point at which CPython could stop it.
    #[inline(always)]
    pub(super) unsafe fn enter(&self, object: *mut ffi::PyObject, usage: &Usage) -> bool {
        // SAFETY: the object is alive.
        let may = self.0.load(Ordering::Relaxed) == BIASED
            && unsafe { owner::is_owned_by_this_thread(object) };
        if !may {
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
    #[inline(always)]
    pub(in crate::section) unsafe fn keep_owner_out(
        &self,
        py: Python<'_>,
        object: *mut ffi::PyObject,
        usage: &Usage,
    ) -> bool {
        // With `Acquire`: what comes after this load comes after the fence that all threads have executed.
        let over = matches!(self.0.load(Ordering::Acquire), NEVER | OVER);
        if over && !is_inside(usage) {
            return false;
        }
        // SAFETY: the object is alive.
        !unsafe { owner::is_owned_by_this_thread(object) } && self.end(py, usage)
    }

    #[cold]
    #[inline(never)]
    fn end(&self, py: Python<'_>, usage: &Usage) -> bool {
        if !self.end_everywhere() {
            // Slow, and to be done again the next time, but whoever may be the owner has come to a point where it is
            // not inside, and has read since that the bias is ending.
            stop_the_world(py);
        }
        if !is_inside(usage) {
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

/// With `Acquire`, for what the owner has written.
fn is_inside(usage: &Usage) -> bool {
    usage.owner_inside.load(Ordering::Acquire)
}

/// Ends what `Bias::enter` has begun.
#[inline(always)]
pub(super) fn leave(usage: &Usage) {
    // With `Release`, so that whoever sees this sees what this thread has written.
    usage.owner_inside.store(false, Ordering::Release);
}

#[cfg(test)]
mod tests {
    use std::hint::spin_loop;
    use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize};
    use std::thread;

    use super::*;

    const ROUNDS: usize = 5_000;

    /// One object of one class, in one round.
    struct Round {
        bias: Bias,
        usage: Usage,
        object: Box<ffi::PyObject>,
        /// Set by whoever is inside.
        inside: AtomicBool,
        both_inside: AtomicBool,
        /// The owner has been inside so often.
        entered: AtomicU32,
    }

    // SAFETY: the object is only used as `Bias` does, by its lock and its owner's number.
    unsafe impl Sync for Round {}
    // SAFETY: as above; the number is that of the thread that made it, wherever it is.
    unsafe impl Send for Round {}

    impl Round {
        /// For an object that this thread owns.
        fn new() -> Round {
            let bias = Bias::new();
            bias.begin();
            // SAFETY: all fields are numbers and pointers.
            let mut object: Box<ffi::PyObject> = Box::new(unsafe { std::mem::zeroed() });
            object.ob_tid = owner::thread_id();
            Round {
                bias,
                usage: Usage::default(),
                object,
                inside: AtomicBool::new(false),
                both_inside: AtomicBool::new(false),
                entered: AtomicU32::new(0),
            }
        }

        fn object(&self) -> *mut ffi::PyObject {
            (&raw const *self.object).cast_mut()
        }

        fn body(&self, dwell: impl FnOnce()) {
            if self.inside.swap(true, Ordering::Relaxed) {
                self.both_inside.store(true, Ordering::Relaxed);
            }
            dwell();
            self.inside.store(false, Ordering::Relaxed);
        }

        /// Until the owner notices that it has to take the lock.
        fn use_as_owner(&self) {
            // SAFETY: the object lives as long as the round; nothing in between stops the thread.
            while unsafe { self.bias.enter(self.object(), &self.usage) } {
                self.body(spin_loop);
                leave(&self.usage);
                self.entered.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Guarantee: when the other thread is inside, the owner is not. Without the fence, where there are two
    /// processors, this fails; without the owner's second look at the bias, with the feature `chaos`.
    #[test]
    fn an_owner_and_another_thread_are_never_inside_together() {
        if !(owner::IS_KNOWN && membarrier::register()) {
            return;
        }
        let (made, turn) = (std::sync::OnceLock::new(), AtomicUsize::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                let rounds: Vec<Round> = (0..ROUNDS).map(|_| Round::new()).collect();
                for (number, round) in made.get_or_init(|| rounds).iter().enumerate() {
                    turn.store(number + 1, Ordering::Release);
                    round.use_as_owner();
                }
            });
            for (number, round) in made.wait().iter().enumerate() {
                let moment = (number % 7) as u32;
                let waits = || {
                    turn.load(Ordering::Acquire) <= number
                        || round.entered.load(Ordering::Relaxed) < moment
                };
                while waits() {
                    // Both threads may have to do with one processor.
                    (0..10_000)
                        .take_while(|_| waits())
                        .for_each(|_| spin_loop());
                    thread::yield_now();
                }
                assert!(round.bias.end_everywhere());
                while is_inside(&round.usage) {
                    thread::yield_now();
                }
                // So long that an owner who is late would come in.
                round.body(|| thread::sleep(Duration::from_micros(20)));
            }
        });
        let rounds = made.get().expect("the owner has made them");
        let broken = |round: &&Round| round.both_inside.load(Ordering::Relaxed);
        assert_eq!(
            (rounds.len(), rounds.iter().filter(broken).count()),
            (ROUNDS, 0)
        );
    }

    /// Guarantee: an owner respects a lock that was taken without this runtime, and goes on without one after that.
    #[test]
    fn a_lock_keeps_the_owner_out_for_as_long_as_it_is_held() {
        if !(owner::IS_KNOWN && membarrier::register()) {
            return;
        }
        let round = Round::new();
        // SAFETY: as in `use_as_owner`.
        unsafe {
            lock_byte(round.object()).store(1, Ordering::Release);
            assert!(!round.bias.enter(round.object(), &round.usage));
            assert!(!round.usage.owner_inside.load(Ordering::Relaxed));
            lock_byte(round.object()).store(UNLOCKED, Ordering::Release);
            assert!(round.bias.enter(round.object(), &round.usage));
        }
        leave(&round.usage);
    }
}
