//! One or two objects, locked by their bytes for as long as a body runs that cannot suspend; or not locked,
//! because this thread is their owner ([`Bias`]).

use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU8, Ordering};

use super::bias::{Bias, leave};
use super::innermost::innermost_holds;
use crate::class::{PyClass, PyClassObject, Usage};
use crate::{Bound, Python, chaos, ffi};

/// The byte of a `PyMutex` that nobody holds.
pub(super) const UNLOCKED: u8 = 0;
/// The byte of a `PyMutex` that is held and that nobody waits for.
pub(super) const LOCKED: u8 = 1;

/// An object of a class, as what locks it sees it.
#[derive(Clone, Copy)]
pub(in crate::section) struct Target<'a> {
    object: *mut ffi::PyObject,
    usage: &'a Usage,
    bias: &'static Bias,
}

impl<'a> Target<'a> {
    #[inline(always)]
    pub(in crate::section) fn of<T: PyClass>(object: &'a Bound<'_, T>) -> Target<'a> {
        Target {
            object: object.as_ptr(),
            // SAFETY: the handle keeps the object alive for `'a`.
            usage: unsafe { PyClassObject::usage(PyClassObject::of(object)) },
            bias: T::cell().bias(),
        }
    }

    /// [`Bias::enter`].
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    unsafe fn enter_as_owner(self) -> bool {
        // SAFETY: the object is alive for `'a`; the rest is the caller's contract.
        unsafe { self.bias.enter(self.object, self.usage) }
    }

    /// Before the lock of the object is taken: see [`Bias::keep_owner_out`].
    #[inline(always)]
    pub(in crate::section) fn keep_owner_out(self, py: Python<'_>) -> bool {
        // SAFETY: the object is alive for `'a`.
        unsafe { self.bias.keep_owner_out(py, self.object, self.usage) }
    }

    /// The same for two objects: while the thread waits for the owner of one, a collection may give the other
    /// one another owner.
    #[inline(always)]
    pub(in crate::section) fn keep_owners_out(first: Self, second: Self, py: Python<'_>) {
        while first.keep_owner_out(py) | second.keep_owner_out(py) {}
    }
}

/// What is held, and how it was taken.
#[derive(Clone, Copy)]
enum Held<'a> {
    /// Nothing, or what the innermost section of the thread holds.
    Nothing,
    InlineOne(*mut ffi::PyObject),
    InlineTwo(*mut ffi::PyObject, *mut ffi::PyObject),
    /// No lock: the thread is inside as the owner.
    AsOwner(&'a Usage),
    AsOwnerTwo(&'a Usage, &'a Usage),
    Section,
    Section2,
}

/// Where locks are noted.
///
/// The fallback links `section` into the thread state by its address. So the value must stay where it is between
/// locking and unlocking, and sections must end in reverse order: it is private, and a local variable of
/// `enter`/`enter2`, which is borrowed until then.
pub(in crate::section) struct LockPlace<'a> {
    held: Held<'a>,
    section: MaybeUninit<ffi::PyCriticalSection2>,
}

impl LockPlace<'_> {
    #[inline(always)]
    pub(in crate::section) fn new() -> Self {
        LockPlace {
            held: Held::Nothing,
            section: MaybeUninit::uninit(),
        }
    }
}

/// Locks on one or two objects, given back when dropped.
pub(in crate::section) struct ObjectLocks<'l, 'a>(&'l mut LockPlace<'a>);

impl<'l, 'a> ObjectLocks<'l, 'a> {
    #[inline(always)]
    pub(in crate::section) fn new(place: &'l mut LockPlace<'a>) -> ObjectLocks<'l, 'a> {
        ObjectLocks(place)
    }

    /// Locks one object, waiting detached if someone else holds it.
    ///
    /// # Safety
    /// The object is alive until `self` is dropped; nothing is held by `self`; until then the thread neither detaches nor begins another section.
    #[inline(always)]
    pub(in crate::section) unsafe fn lock_one(&mut self, py: Python<'_>, target: Target<'a>) {
        chaos::point();
        // SAFETY: the caller's contract; the thread is not inside an exclusive section yet.
        if unsafe { target.enter_as_owner() } {
            self.0.held = Held::AsOwner(target.usage);
            return;
        }
        target.keep_owner_out(py);
        // SAFETY: the object is alive. Holding the byte without being on the section stack is
        // sound because the body cannot suspend: nobody needs to find this section to release it.
        if unsafe { try_lock(target.object) } {
            self.0.held = Held::InlineOne(target.object);
        } else {
            // SAFETY: the caller's contract.
            unsafe { self.wait_for_one(py, target) }
        }
    }

    /// # Safety
    /// As for `lock_one`.
    #[cold]
    #[inline(never)]
    unsafe fn wait_for_one(&mut self, py: Python<'_>, target: Target<'_>) {
        // SAFETY: attached; the object is alive.
        if cfg!(not(Py_3_14)) && unsafe { innermost_holds(target.object) } {
            // From 3.14 on `PyCriticalSection_Begin` sees that by itself; before, it would suspend
            // that section to get its lock.
            return;
        }
        // SAFETY: the caller's contract is what `PyCriticalSection_Begin` needs. It is the
        // right fallback, and a plain `PyMutex_Lock` would not be: it detaches while it
        // waits, and copes with a lock that this very thread holds in a section further out.
        unsafe { ffi::PyCriticalSection_Begin(self.0.section.as_mut_ptr().cast(), target.object) };
        self.0.held = Held::Section;
        // While the thread waited, a collection may have made another thread the owner.
        target.keep_owner_out(py);
    }

    /// Locks two different objects, in the order of their addresses.
    ///
    /// # Safety
    /// As for `lock_one`, for both; `first` is not `second`.
    #[inline(always)]
    pub(in crate::section) unsafe fn lock_two(
        &mut self,
        py: Python<'_>,
        first: Target<'a>,
        second: Target<'a>,
    ) {
        chaos::point();
        // SAFETY: as in `lock_one`. Nobody waits in between.
        unsafe {
            if first.enter_as_owner() {
                if second.enter_as_owner() {
                    self.0.held = Held::AsOwnerTwo(first.usage, second.usage);
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
                    self.0.held = Held::InlineTwo(low, high);
                    return;
                }
                unlock(low);
            }
            self.wait_for_two(py, first, second);
        }
    }

    /// # Safety
    /// As for `lock_two`.
    #[cold]
    #[inline(never)]
    unsafe fn wait_for_two(&mut self, py: Python<'_>, first: Target<'_>, second: Target<'_>) {
        // SAFETY: as in `wait_for_one`, for both. CPython puts the two into the order of their addresses.
        unsafe {
            if cfg!(not(Py_3_14)) && innermost_holds(first.object) && innermost_holds(second.object)
            {
                return;
            }
            ffi::PyCriticalSection2_Begin(self.0.section.as_mut_ptr(), first.object, second.object);
        }
        self.0.held = Held::Section2;
        Target::keep_owners_out(first, second, py);
    }

    /// Gives back what is held. As dropping it, but always inlined: compilers do not inline what they drop in
    /// more than one place, and this comes with a panic, too.
    #[inline(always)]
    pub(in crate::section) fn unlock(mut self) {
        self.give_back();
        std::mem::forget(self);
    }

    #[inline(always)]
    fn give_back(&mut self) {
        chaos::point();
        // SAFETY: exactly what was taken is given back, by the contract of `lock_one`/`lock_two` on the same
        // thread and from the same address; the objects are still alive.
        unsafe {
            match self.0.held {
                Held::Nothing => {}
                Held::AsOwner(usage) => leave(usage),
                Held::InlineOne(object) => unlock(object),
                Held::AsOwnerTwo(first, second) => {
                    leave(first);
                    leave(second);
                }
                Held::InlineTwo(low, high) => {
                    unlock(high);
                    unlock(low);
                }
                Held::Section => ffi::PyCriticalSection_End(self.0.section.as_mut_ptr().cast()),
                Held::Section2 => ffi::PyCriticalSection2_End(self.0.section.as_mut_ptr()),
            }
        }
    }
}

impl Drop for ObjectLocks<'_, '_> {
    fn drop(&mut self) {
        self.give_back();
    }
}

/// # Safety
/// `object` is alive.
#[inline(always)]
pub(super) unsafe fn lock_byte<'a>(object: *mut ffi::PyObject) -> &'a AtomicU8 {
    // SAFETY: the object is alive, and a `PyMutex` is one byte that everybody accesses
    // atomically.
    unsafe { AtomicU8::from_ptr((&raw mut (*object).ob_mutex).cast()) }
}

/// # Safety
/// `object` is alive.
#[inline(always)]
unsafe fn try_lock(object: *mut ffi::PyObject) -> bool {
    // SAFETY: the caller's contract.
    unsafe { lock_byte(object) }
        .compare_exchange(UNLOCKED, LOCKED, Ordering::Acquire, Ordering::Relaxed)
        .is_ok()
}

/// # Safety
/// `object` is alive and locked by `try_lock` on this thread.
#[inline(always)]
unsafe fn unlock(object: *mut ffi::PyObject) {
    // SAFETY: the caller's contract.
    let byte = unsafe { lock_byte(object) };
    if byte
        .compare_exchange(LOCKED, UNLOCKED, Ordering::Release, Ordering::Relaxed)
        .is_err()
    {
        // SAFETY: the mutex is locked by this thread; somebody waits for it and has to be woken,
        // which the inline path cannot do.
        unsafe { ffi::PyMutex_Unlock(&raw mut (*object).ob_mutex) }
    }
}
