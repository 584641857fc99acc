//! One or two objects, locked by their bytes for as long as a body runs that cannot suspend; or not locked,
//! because this thread is their owner ([`Bias`]).

use std::mem::MaybeUninit;

use super::bias::{Bias, leave};
use super::byte::{try_lock, try_lock_soon, unlock};
use super::innermost::innermost_holds;
use super::target::Target;
use crate::attach::ThisThread;
use crate::class::Usage;
use crate::{Python, chaos, ffi};

/// How it is held.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    /// No lock: the thread is inside as the owner. What is asked for first, as a compiler compares in this order.
    AsOwner,
    AsOwnerTwo,
    /// The lock byte.
    One,
    Two,
    /// Not at all, or by the innermost section of the thread.
    Nothing,
    /// By a section of CPython's.
    Section,
    Section2,
}

/// Memory for a section of CPython's.
///
/// It links the section into the thread state by its address. So the value must stay where it is between
/// locking and unlocking, and sections must end in reverse order: it is private, and a local variable of
/// `enter`/`enter2`, which is borrowed until then.
pub(in crate::section) struct LockPlace(MaybeUninit<ffi::PyCriticalSection2>);

impl LockPlace {
    #[inline]
    pub(in crate::section) fn new() -> Self {
        LockPlace(MaybeUninit::uninit())
    }
}

/// Locks on one or two objects, given back when dropped.
///
/// What is written into the callers passes no reference to this on, and no value that is passed in memory: so it
/// is in registers only.
pub(in crate::section) struct ObjectLocks<'l, 'a> {
    held: Held,
    first: Target<'a>,
    /// The first one again, if there is but one.
    second: Target<'a>,
    place: &'l mut LockPlace,
}

impl<'l, 'a> ObjectLocks<'l, 'a> {
    /// For one object, or for two: nothing is locked yet.
    #[inline]
    pub(in crate::section) fn new(
        place: &'l mut LockPlace,
        first: Target<'a>,
        second: Target<'a>,
    ) -> ObjectLocks<'l, 'a> {
        ObjectLocks {
            held: Held::Nothing,
            first,
            second,
            place,
        }
    }

    /// Whether the thread is inside as the owner, of one object or of both.
    #[inline]
    pub(in crate::section) fn are_owners(&self) -> bool {
        matches!(self.held, Held::AsOwner | Held::AsOwnerTwo)
    }

    /// Locks the first object, waiting detached if someone else holds it.
    ///
    /// # Safety
    /// The object is alive until `self` is dropped; nothing is held by `self`; until then the thread neither detaches nor begins another section.
    #[inline]
    pub(in crate::section) unsafe fn lock_one(&mut self, py: Python<'_>) {
        // SAFETY: the caller's contract.
        unsafe {
            if !self.enter_as_owner(py) {
                self.take_one(py, None);
            }
        }
    }

    /// Enters the first object without its lock, as the owner. If the thread cannot, no owner is inside and none comes.
    ///
    /// # Safety
    /// As for `lock_one`.
    #[inline]
    pub(in crate::section) unsafe fn enter_as_owner(&mut self, py: Python<'_>) -> bool {
        chaos::point();
        let Target {
            object,
            usage,
            bias,
        } = self.first;
        // SAFETY: the caller's contract; the thread is not inside an exclusive section yet.
        let entered = unsafe { bias.enter_or_keep_out(py, object, usage) };
        if entered {
            self.held = Held::AsOwner;
        }
        entered
    }

    /// No owner is inside the first object, nor comes, until this thread detaches.
    #[inline]
    pub(in crate::section) fn keep_owner_out(&self, py: Python<'_>) {
        self.first.keep_owner_out(py);
    }

    /// Takes the lock of the first object. In a class with readers side by side, a thread is patient before it waits.
    ///
    /// # Safety
    /// As for `lock_one`; after `keep_owner_out`, or after `enter_as_owner` has said no, and not detached since.
    #[inline]
    pub(in crate::section) unsafe fn take_one(
        &mut self,
        py: Python<'_>,
        among_readers: Option<ThisThread>,
    ) {
        let Target { object, bias, .. } = self.first;
        // SAFETY: the object is alive. Holding the byte without being on the section stack is
        // sound because the body cannot suspend: nobody needs to find this section to release it.
        self.held = match unsafe { try_lock(object) || try_lock_soon(object, among_readers) } {
            true => Held::One,
            // SAFETY: the caller's contract.
            false => unsafe { wait_for_one(self.place, py, object, bias) },
        }
    }

    /// Locks both objects, which are not the same, in the order of their addresses.
    ///
    /// # Safety
    /// As for `lock_one`, for both.
    #[inline]
    pub(in crate::section) unsafe fn lock_two(&mut self, py: Python<'_>) {
        chaos::point();
        let (first, second) = (self.first, self.second);
        // SAFETY: as in `lock_one`. Nobody waits in between.
        unsafe {
            if first.enter_as_owner() {
                if second.enter_as_owner() {
                    self.held = Held::AsOwnerTwo;
                    return;
                }
                leave(first.usage);
            }
        }
        Target::keep_owners_out(first, second, py);
        let (low, high) = if first.object < second.object {
            (first.object, second.object)
        } else {
            (second.object, first.object)
        };
        // SAFETY: as in `lock_one`. The first lock is given back before anything can wait, so
        // holding one never depends on getting the other.
        unsafe {
            if try_lock(low) {
                if try_lock(high) {
                    self.held = Held::Two;
                    return;
                }
                unlock(low);
            }
            self.held = wait_for_two(self.place, py, &first, &second);
        }
    }

    /// Gives back what `lock_one` has got. As dropping it, but with what is usual written into the caller: compilers
    /// do not inline what they drop in more than one place, and this comes with a panic, too.
    #[inline]
    pub(in crate::section) fn unlock_one(self) {
        chaos::point();
        match self.held {
            Held::AsOwner => leave(self.first.usage),
            // SAFETY: as in `give_back`.
            Held::One => unsafe { unlock(self.first.object) },
            Held::Nothing => {}
            _ => return,
        }
        std::mem::forget(self);
    }

    /// Gives back what `lock_one` or `lock_two` has got.
    #[inline]
    pub(in crate::section) fn unlock_two(self) {
        chaos::point();
        match self.held {
            // SAFETY: as in `give_back`.
            Held::Two => unsafe {
                unlock(self.first.object);
                unlock(self.second.object);
            },
            Held::AsOwnerTwo => {
                leave(self.first.usage);
                leave(self.second.usage);
            }
            _ => return,
        }
        std::mem::forget(self);
    }
}

impl Drop for ObjectLocks<'_, '_> {
    #[inline]
    fn drop(&mut self) {
        let objects = (self.first.object, self.second.object);
        // SAFETY: exactly what was taken is given back, by the contract of `lock_one`/`lock_two` on the same
        // thread and from the same address; the objects are still alive.
        unsafe { give_back(self.held, objects.0, objects.1, self.place) }
    }
}

/// # Safety
/// The objects are those of two `Target`s, held in this way by this thread, in a section at `place` if by one.
#[cold]
#[inline(never)]
unsafe fn give_back(
    held: Held,
    first: *mut ffi::PyObject,
    second: *mut ffi::PyObject,
    place: &mut LockPlace,
) {
    chaos::point();
    // SAFETY: the caller's contract.
    unsafe {
        match held {
            Held::Nothing => {}
            Held::AsOwner => leave(Usage::of(first)),
            Held::One => unlock(first),
            Held::AsOwnerTwo => {
                leave(Usage::of(first));
                leave(Usage::of(second));
            }
            Held::Two => {
                unlock(first);
                unlock(second);
            }
            Held::Section => ffi::PyCriticalSection_End(place.0.as_mut_ptr().cast()),
            Held::Section2 => ffi::PyCriticalSection2_End(place.0.as_mut_ptr()),
        }
    }
}

/// # Safety
/// As for `lock_one`, with the object of a `Target`. The section stays at `place` until it is given back.
#[cold]
#[inline(never)]
unsafe fn wait_for_one(
    place: &mut LockPlace,
    py: Python<'_>,
    object: *mut ffi::PyObject,
    bias: &'static Bias,
) -> Held {
    // SAFETY: attached; the object is alive.
    if cfg!(not(Py_3_14)) && unsafe { innermost_holds(object) } {
        // From 3.14 on `PyCriticalSection_Begin` sees that by itself; before, it would suspend
        // that section to get its lock.
        return Held::Nothing;
    }
    stay_away();
    // SAFETY: the caller's contract is what `PyCriticalSection_Begin` needs. It is the
    // right fallback, and a plain `PyMutex_Lock` would not be: it detaches while it
    // waits, and copes with a lock that this very thread holds in a section further out.
    unsafe { ffi::PyCriticalSection_Begin(place.0.as_mut_ptr().cast(), object) };
    // While the thread waited, a collection may have made another thread the owner.
    // SAFETY: the object is alive, and that of a `Target`.
    unsafe { bias.keep_owner_out(py, object, Usage::of(object)) };
    Held::Section
}

/// # Safety
/// As for `lock_two`. The section stays at `place` until it is given back.
#[cold]
#[inline(never)]
unsafe fn wait_for_two(
    place: &mut LockPlace,
    py: Python<'_>,
    first: &Target<'_>,
    second: &Target<'_>,
) -> Held {
    // SAFETY: as in `wait_for_one`, for both. CPython puts the two into the order of their addresses.
    unsafe {
        if cfg!(not(Py_3_14)) && innermost_holds(first.object) && innermost_holds(second.object) {
            return Held::Nothing;
        }
        stay_away();
        ffi::PyCriticalSection2_Begin(place.0.as_mut_ptr(), first.object, second.object);
    }
    Target::keep_owners_out(*first, *second, py);
    Held::Section2
}

/// Before 3.14, CPython tries a lock once more before it stays away for some microseconds, in which the thread that has it
/// goes on alone. Who comes there from here is later than from the macros of C, and often finds the lock just given back:
/// then the two take turns, and fetch the object from each other's cache for each. So it stays away first.
fn stay_away() {
    const YIELDS: usize = 16;
    if cfg!(not(Py_3_14)) {
        (0..YIELDS).for_each(|_| std::thread::yield_now());
    }
}
