//! Suspendable sections: what `Py_BEGIN_CRITICAL_SECTION` means, neither more nor less.
//!
//! The section is linked into the thread state. Whatever detaches the thread suspends it: CPython gives
//! back the locks of *all* sections of the thread, and when the thread attaches again takes those of the
//! innermost one; the others get theirs back one by one, as the sections inside them end. So a section
//! excludes others from the moment it is entered until the next suspension, and so on; nothing that a
//! reference points to may be taken for unchanged across one. That is why a section of this kind gives
//! no payload: inside, `with` and `with_mut` do, for as long as nothing can suspend.

use std::cell::Cell;
use std::marker::{PhantomData, PhantomPinned};

use super::lock::{StackSection, Target, innermost_holds};
use crate::attach::status;
use crate::class::{Locked, PyClass, PyClassObject, Usage};
use crate::refusal::Refusal;
use crate::{Bound, chaos, ffi};

/// What a suspendable section can lock: an object of any type, as long as its lock means something.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no lock that a critical section could take",
    label = "not an object with a lock",
    note = "if `{Self}` is a `#[pyclass(frozen)]`, it never changes and has nothing to lock: remove it from the section, or drop `frozen`",
    note = "if it is a `#[pyclass(lock = \"rw\")]`, its readers run side by side, whoever holds the lock: use `.with(|this| …)` and `.with_mut(|this| …)`"
)]
pub trait SectionTarget: Sized {
    /// What is known of the use of the payload, if there is one.
    #[doc(hidden)]
    fn usage<'a>(_object: &'a Bound<'_, Self>) -> Option<&'a Usage> {
        None
    }

    /// Keeps whoever may use the payload without the lock from doing so, before the lock is taken.
    #[doc(hidden)]
    fn keep_owner_out(_object: &Bound<'_, Self>) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T: PyClass<Policy = Locked>> SectionTarget for T {
    #[inline]
    fn usage<'a>(object: &'a Bound<'_, T>) -> Option<&'a Usage> {
        // SAFETY: the handle keeps the object alive for `'a`.
        Some(unsafe { PyClassObject::usage(PyClassObject::of(object)) })
    }

    #[inline]
    fn keep_owner_out(object: &Bound<'_, T>) -> bool {
        Target::of(object).keep_owner_out(object.py())
    }
}

/// A suspendable section of this thread, ended when dropped.
///
/// CPython links it into the thread state by its address, and sections end in reverse order. So it is
/// only ever a local variable that nobody can name but the code that begins it: of the functions below,
/// and of what the macros write into functions that are not `async`.
pub struct SectionGuard {
    held: StackSection,
    begun: Cell<bool>,
    pinned: PhantomData<(PhantomPinned, *mut ())>,
}

impl SectionGuard {
    /// A section that has not begun.
    #[allow(clippy::new_without_default)]
    #[inline]
    pub fn new() -> SectionGuard {
        SectionGuard {
            held: StackSection::new(),
            begun: Cell::new(false),
            pinned: PhantomData,
        }
    }

    /// Locks `object` (`PyCriticalSection_Begin`), waiting detached if another thread has it.
    ///
    /// # Panics
    /// Inside an exclusive section, which waiting would release.
    ///
    /// # Safety
    /// Attached. Until `self` is dropped, `object` stays alive and `self` where it is, and sections of
    /// this thread end in reverse order. `self` is begun once.
    #[inline]
    #[track_caller]
    pub unsafe fn begin(&self, object: *mut ffi::PyObject) {
        refuse_inside_exclusive();
        chaos::point();
        // SAFETY: the caller's contract.
        unsafe { self.held.begin_one(object) };
        self.begun.set(true);
    }

    /// Locks two objects (`PyCriticalSection2_Begin`), in the order of their addresses. If they are
    /// one, it is locked once.
    ///
    /// # Panics
    /// As [`begin`](Self::begin).
    ///
    /// # Safety
    /// As for [`begin`](Self::begin), for both.
    #[inline]
    #[track_caller]
    pub unsafe fn begin2(&self, first: *mut ffi::PyObject, second: *mut ffi::PyObject) {
        refuse_inside_exclusive();
        chaos::point();
        // SAFETY: the caller's contract. CPython sorts the two, and takes equal ones for one.
        unsafe { self.held.begin_two(first, second) };
        self.begun.set(true);
    }

    /// [`begin`](Self::begin) on an object of a known type.
    ///
    /// # Panics
    /// As [`begin`](Self::begin).
    ///
    /// # Safety
    /// As for [`begin`](Self::begin).
    #[inline]
    #[track_caller]
    pub(super) unsafe fn begin_on<T: SectionTarget>(&self, object: &Bound<'_, T>) {
        refuse_inside_exclusive();
        T::keep_owner_out(object);
        // SAFETY: the caller's contract.
        unsafe { self.begin(object.as_ptr()) }
        // While the thread waited, a collection may have made another one the owner.
        T::keep_owner_out(object);
    }

    /// [`begin2`](Self::begin2) on two objects of known types.
    ///
    /// # Panics
    /// As [`begin`](Self::begin).
    ///
    /// # Safety
    /// As for [`begin`](Self::begin), for both.
    #[inline]
    #[track_caller]
    pub(super) unsafe fn begin_on_two<T: SectionTarget, U: SectionTarget>(
        &self,
        first: &Bound<'_, T>,
        second: &Bound<'_, U>,
    ) {
        refuse_inside_exclusive();
        while T::keep_owner_out(first) | U::keep_owner_out(second) {}
        // SAFETY: the caller's contract.
        unsafe { self.begin2(first.as_ptr(), second.as_ptr()) }
        // As in `begin_on`.
        while T::keep_owner_out(first) | U::keep_owner_out(second) {}
    }

    /// Runs `step`, which cannot suspend, while the lock of `object` is held for certain: this section
    /// is on it, but outer sections stay open after a suspension until the inner ones end.
    ///
    /// # Safety
    /// This section is on `object`, and has not ended.
    #[inline]
    pub(crate) unsafe fn locked<R>(
        &self,
        object: *mut ffi::PyObject,
        step: impl FnOnce() -> R,
    ) -> R {
        // SAFETY: attached, as when this section began, since it has not ended on this thread; and the
        // object is alive until then.
        if unsafe { innermost_holds(object) } {
            return step();
        }
        let nested = SectionGuard::new();
        // SAFETY: as above; and `nested` is a local variable which is dropped before anything else can
        // begin.
        unsafe { nested.begin(object) };
        step()
    }

    /// The section in C.
    pub(super) fn held(&self) -> &StackSection {
        &self.held
    }
}

impl Drop for SectionGuard {
    #[inline]
    fn drop(&mut self) {
        if !self.begun.get() {
            return;
        }
        chaos::point();
        // SAFETY: begun by this thread, not moved since, and the innermost section by the contract of
        // `begin`.
        unsafe { self.held.end() }
    }
}

/// What safe code cannot run into: it has no handle in an exclusive section.
#[inline]
#[track_caller]
fn refuse_inside_exclusive() {
    if status(|status| status.in_exclusive_section()) {
        Refusal::SuspendableInside.refuse();
    }
}

/// Runs `body` in a critical section on `object` (`Py_BEGIN_CRITICAL_SECTION`,
/// `Py_END_CRITICAL_SECTION`).
///
/// No other thread is in a section on the object meanwhile, *unless this one is suspended*: whatever
/// detaches the thread, in Python code that `body` calls or anywhere else, gives the lock back until the
/// thread attaches again. `#[critical_section(object)]` on a function is the same for its whole body. The
/// payload of a class is reached by [`with_mut`](Bound::with_mut) inside.
///
/// Over an object whose class is not known here (`&Bound<'_, PyAny>`), it means the lock and nothing else: the thread that
/// made an object of a class may still be in a method that it was in without the lock when the section began. It gets
/// to no payload that way, as `with` and every method wait for it.
///
/// Built-in containers take their own lock in each of their methods; CPython 3.13 suspends the section
/// for that, 3.14 does not. [`with_watched_section`](crate::sync::with_watched_section) tells.
///
/// Costs what the C macro costs; nothing with the GIL, which it means there. Waits detached.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::with_critical_section;
///
/// fn move_last(from: &Bound<'_, PyList>, to: &Bound<'_, PyList>) -> PyResult<()> {
///     with_critical_section(from, || {
///         let last = from.len().checked_sub(1);
///         match last {
///             Some(last) => to.append(from.get_item(last)?),
///             None => Ok(()),
///         }
///     })
/// }
/// ```
#[inline]
#[track_caller]
pub fn with_critical_section<T, R>(object: &Bound<'_, T>, body: impl FnOnce() -> R) -> R
where
    T: SectionTarget,
{
    let section = SectionGuard::new();
    // SAFETY: the handle proves attachment and keeps the object alive; `section` is a local variable
    // that is dropped here, after all sections that `body` begins.
    unsafe { section.begin_on(object) };
    body()
}

/// Runs `body` in a critical section on two objects (`Py_BEGIN_CRITICAL_SECTION2`,
/// `Py_END_CRITICAL_SECTION2`).
///
/// As [`with_critical_section`]. The locks are taken in an order that is the same for everybody, so two
/// threads that name the objects the other way round do not block each other. Both may be one object.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::with_critical_section2;
///
/// fn copy(from: &Bound<'_, PyDict>, to: &Bound<'_, PyDict>) -> PyResult<()> {
///     with_critical_section2(from, to, || to.update(from.as_any()))
/// }
/// ```
#[inline]
#[track_caller]
pub fn with_critical_section2<T, U, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    body: impl FnOnce() -> R,
) -> R
where
    T: SectionTarget,
    U: SectionTarget,
{
    let section = SectionGuard::new();
    // SAFETY: as in `with_critical_section`, for both.
    unsafe { section.begin_on_two(first, second) };
    body()
}
