//! What `#[critical_section]` expands to.

use std::sync::atomic::Ordering;

use super::lock::ObjectLocks;
use crate::attach::{release_set_aside, status};
use crate::class::{LockTarget, PyClassObject};
use crate::exceptions::{PyRuntimeError, PyValueError};
use crate::{Bound, NoSuspend, PyErr, PyResult, ffi};

/// Who locks, for error messages.
#[derive(Debug)]
pub struct Locked1 {
    /// The function as Python knows it: `Counter.hit`.
    pub function: &'static str,
    /// The locked parameter.
    pub param: &'static str,
}

/// Who locks two objects, for error messages.
#[derive(Debug)]
pub struct Locked2 {
    /// The function as Python knows it: `Counter.absorb`.
    pub function: &'static str,
    /// The first locked parameter.
    pub first: &'static str,
    /// The second locked parameter.
    pub second: &'static str,
}

/// How a locked payload is reached: [`Read`] or [`Write`].
///
/// # Safety
/// `EXCLUSIVE` is true unless `Ref` only reads.
pub unsafe trait Payload {
    /// The class of the locked object.
    type Class: LockTarget;
    /// `&'cs Class` or `&'cs mut Class`.
    type Ref<'cs>
    where
        Self::Class: 'cs;
    /// Whether the reference is exclusive.
    const EXCLUSIVE: bool;

    /// # Safety
    /// `payload` is valid, and for `'cs` its lock is held and not suspended; no other reference to it
    /// exists, or only shared ones and `EXCLUSIVE` is false.
    unsafe fn borrow<'cs>(payload: *mut Self::Class) -> Self::Ref<'cs>
    where
        Self::Class: 'cs;
}

/// `&T` under the lock.
pub struct Read<T>(std::marker::PhantomData<T>);

/// `&mut T` under the lock.
pub struct Write<T>(std::marker::PhantomData<T>);

// SAFETY: a `&T` only reads.
#[diagnostic::do_not_recommend]
unsafe impl<T: LockTarget> Payload for Read<T> {
    type Class = T;
    type Ref<'cs>
        = &'cs T
    where
        T: 'cs;
    const EXCLUSIVE: bool = false;

    #[inline(always)]
    unsafe fn borrow<'cs>(payload: *mut T) -> &'cs T
    where
        T: 'cs,
    {
        // SAFETY: the caller's contract.
        unsafe { &*payload }
    }
}

// SAFETY: `EXCLUSIVE` is true.
#[diagnostic::do_not_recommend]
unsafe impl<T: LockTarget> Payload for Write<T> {
    type Class = T;
    type Ref<'cs>
        = &'cs mut T
    where
        T: 'cs;
    const EXCLUSIVE: bool = true;

    #[inline(always)]
    unsafe fn borrow<'cs>(payload: *mut T) -> &'cs mut T
    where
        T: 'cs,
    {
        // SAFETY: the caller's contract.
        unsafe { &mut *payload }
    }
}

/// Whether both handles are the same object (`Py_Is`).
#[inline(always)]
pub fn is_same<T, U>(first: &Bound<'_, T>, second: &Bound<'_, U>) -> bool {
    first.as_ptr() == second.as_ptr()
}

/// Runs `body` with the payload of `object`, locked.
///
/// # Errors
/// `RuntimeError` where only `unsafe` code can lead: inside another exclusive section, or when the
/// lock was lost while another thread was in such a body.
#[inline]
pub fn exclusive<P, R>(
    object: &Bound<'_, P::Class>,
    who: &Locked1,
    body: impl for<'cs> FnOnce(NoSuspend<'cs>, P::Ref<'cs>) -> R,
) -> PyResult<R>
where
    P: Payload,
{
    let object = PyClassObject::of(object);
    let mut section = Section::new();
    // SAFETY: `object` is alive for the whole call, by the caller's handle; `section` is a local
    // variable that is not moved.
    unsafe { section.begin_one(object.cast()) }
        .map_err(|refused| refused.error(who.function, who.param))?;
    // SAFETY: the thread is inside an exclusive section until `section` is dropped, after `body`
    // whatever happens. The lock cannot be suspended meanwhile, because `body` has neither token nor
    // handle; and no other reference to the payload exists: others are only made under this lock, and
    // the busy mark was clear.
    let result = unsafe {
        let _busy = BusyMark::set(&raw const (*object).busy)
            .ok_or_else(|| Refused::Busy.error(who.function, who.param))?;
        body(
            NoSuspend::assume(),
            P::borrow(PyClassObject::payload(object)),
        )
    };
    Ok(result)
}

/// Runs `body` with the payloads of two objects, both locked, in the order of their addresses.
///
/// # Errors
/// `ValueError` if both are one object and one of the references is exclusive; else as [`exclusive`].
#[inline]
pub fn exclusive2<P, Q, R>(
    first: &Bound<'_, P::Class>,
    second: &Bound<'_, Q::Class>,
    who: &Locked2,
    body: impl for<'cs> FnOnce(NoSuspend<'cs>, P::Ref<'cs>, Q::Ref<'cs>) -> R,
) -> PyResult<R>
where
    P: Payload,
    Q: Payload,
{
    let same = is_same(first, second);
    if same && (P::EXCLUSIVE || Q::EXCLUSIVE) {
        return Err(same_object(who));
    }
    let first = PyClassObject::of(first);
    let second = PyClassObject::of(second);
    let mut section = Section::new();
    // SAFETY: both are alive for the whole call, by the caller's handles; `section` is a local
    // variable that is not moved; `begin_two` gets two different objects.
    unsafe {
        if same {
            section.begin_one(first.cast())
        } else {
            section.begin_two(first.cast(), second.cast())
        }
    }
    .map_err(|refused| refused.error(who.function, who.first))?;
    // SAFETY: as in `exclusive`, for both objects. If they are one, both references are shared and
    // the mark is set once.
    let result = unsafe {
        let _busy = BusyMark::set(&raw const (*first).busy)
            .ok_or_else(|| Refused::Busy.error(who.function, who.first))?;
        let _also_busy = match same {
            true => None,
            false => Some(
                BusyMark::set(&raw const (*second).busy)
                    .ok_or_else(|| Refused::Busy.error(who.function, who.second))?,
            ),
        };
        body(
            NoSuspend::assume(),
            P::borrow(PyClassObject::payload(first)),
            Q::borrow(PyClassObject::payload(second)),
        )
    };
    Ok(result)
}

/// One exclusive section of this thread. Dropping it ends it: it unlocks, then releases the
/// references that died inside.
struct Section {
    locks: ObjectLocks,
    begun: bool,
}

impl Section {
    #[inline(always)]
    fn new() -> Section {
        Section {
            locks: ObjectLocks::new(),
            begun: false,
        }
    }

    /// # Safety
    /// `object` stays alive, and `self` where it is, until `self` is dropped.
    #[inline(always)]
    unsafe fn begin_one(&mut self, object: *mut ffi::PyObject) -> Result<(), Refused> {
        self.may_begin()?;
        // SAFETY: the caller's contract; there is no section of this thread that this one could be
        // nested in, and the body cannot begin another.
        unsafe { self.locks.lock_one(object) };
        self.begin();
        Ok(())
    }

    /// # Safety
    /// As for `begin_one`, for two different objects.
    #[inline(always)]
    unsafe fn begin_two(
        &mut self,
        first: *mut ffi::PyObject,
        second: *mut ffi::PyObject,
    ) -> Result<(), Refused> {
        self.may_begin()?;
        // SAFETY: as in `begin_one`.
        unsafe { self.locks.lock_two(first, second) };
        self.begin();
        Ok(())
    }

    /// Asked before locking: a thread that waited for a lock of its own would wait for ever.
    #[inline(always)]
    fn may_begin(&self) -> Result<(), Refused> {
        if status(|status| status.in_exclusive_section()) {
            Err(Refused::Nested)
        } else {
            Ok(())
        }
    }

    #[inline(always)]
    fn begin(&mut self) {
        status(|status| status.set_exclusive(true));
        self.begun = true;
    }
}

impl Drop for Section {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.begun {
            return;
        }
        // SAFETY: dropped where it was begun, on the same thread.
        unsafe { self.locks.unlock() };
        status(|status| {
            status.set_exclusive(false);
            release_set_aside(status);
        });
    }
}

/// The busy mark of one object, set. Only touched under the object's lock; atomic because after a
/// breach by foreign code two threads may meet here.
struct BusyMark<'a>(&'a std::sync::atomic::AtomicBool);

impl BusyMark<'_> {
    /// `None` if it was set already.
    ///
    /// # Safety
    /// The mark outlives the guard.
    #[inline(always)]
    unsafe fn set(mark: *const std::sync::atomic::AtomicBool) -> Option<Self> {
        // SAFETY: the caller's contract.
        let mark = unsafe { &*mark };
        if mark.load(Ordering::Relaxed) {
            return None;
        }
        mark.store(true, Ordering::Relaxed);
        Some(BusyMark(mark))
    }
}

impl Drop for BusyMark<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

/// Why a section was not entered. Safe code never sees these.
enum Refused {
    Nested,
    Busy,
}

impl Refused {
    #[cold]
    fn error(self, function: &str, param: &str) -> PyErr {
        PyRuntimeError::new_err(match self {
            Refused::Nested => format!(
                "{function}() cannot lock '{param}' inside an exclusive critical section of the same \
                 thread; code under such a lock must not run Python code"
            ),
            Refused::Busy => format!(
                "{function}() cannot lock '{param}': it is in use by another exclusive critical \
                 section whose lock was released early; code under such a lock must not run Python code"
            ),
        })
    }
}

#[cold]
fn same_object(who: &Locked2) -> PyErr {
    PyValueError::new_err(format!(
        "{}() arguments '{}' and '{}' are the same object",
        who.function, who.first, who.second
    ))
}
