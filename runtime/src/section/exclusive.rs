//! What `#[critical_section]` expands to.

use std::sync::atomic::{AtomicU8, Ordering};

use super::lock::ObjectLocks;
use super::payload::Payload;
use super::readers::{self, Reading};
use super::watched::note_change;
use crate::attach::{release_set_aside, status};
use crate::class::{PyClassObject, Usage};
use crate::exceptions::{PyRuntimeError, PyValueError};
use crate::{Bound, NoSuspend, PyErr, PyResult, chaos, ffi};

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
    enter::<P, R>(object, body).map_err(|refused| refused.error(who.function, who.param))
}

/// [`exclusive`], before it is an exception.
#[inline(always)]
pub(super) fn enter<P, R>(
    object: &Bound<'_, P::Class>,
    body: impl for<'cs> FnOnce(NoSuspend<'cs>, P::Ref<'cs>) -> R,
) -> Result<R, Refused>
where
    P: Payload,
{
    let object = PyClassObject::of(object);
    let mut section = ExclusiveSection::new();
    // SAFETY: `object` is alive for the whole call, by the caller's handle; `section` is a local
    // variable that is not moved.
    unsafe {
        if P::SHARED_READS && !P::EXCLUSIVE {
            section.begin_reading(object.cast(), PyClassObject::usage(object))?;
        } else {
            section.begin_one(object.cast())?;
        }
    }
    // SAFETY: the thread is inside an exclusive section until `section` is dropped, after `body`
    // whatever happens. What the section holds cannot be suspended meanwhile, because `body` has
    // neither token nor handle; and no other reference to the payload exists that excludes this one:
    // others are only made under the same lock or by readers, and the mark was clear.
    unsafe {
        // Whoever reads beside the lock has looked for a writer already, and one that has come since
        // waits for it.
        let _in_use = match section.reading {
            Some(_) => None,
            None => Some(InUse::mark::<P>(
                PyClassObject::usage(object),
                object.cast(),
            )?),
        };
        Ok(body(
            NoSuspend::assume(),
            P::borrow(PyClassObject::payload(object)),
        ))
    }
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
    enter2::<P, Q, R>(first, second, body).map_err(|(refused, which)| {
        let param = match which {
            Which::First => who.first,
            Which::Second => who.second,
        };
        match refused {
            Refused::Same => same_object(who),
            refused => refused.error(who.function, param),
        }
    })
}

/// Which of two objects is the reason.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    First,
    Second,
}

/// [`exclusive2`], before it is an exception.
#[inline(always)]
pub(super) fn enter2<P, Q, R>(
    first: &Bound<'_, P::Class>,
    second: &Bound<'_, Q::Class>,
    body: impl for<'cs> FnOnce(NoSuspend<'cs>, P::Ref<'cs>, Q::Ref<'cs>) -> R,
) -> Result<R, (Refused, Which)>
where
    P: Payload,
    Q: Payload,
{
    let same = is_same(first, second);
    if same && (P::EXCLUSIVE || Q::EXCLUSIVE) {
        return Err((Refused::Same, Which::Second));
    }
    let first = PyClassObject::of(first);
    let second = PyClassObject::of(second);
    let mut section = ExclusiveSection::new();
    // SAFETY: both are alive for the whole call, by the caller's handles; `section` is a local
    // variable that is not moved; `begin_two` gets two different objects.
    unsafe {
        if same {
            section.begin_one(first.cast())
        } else {
            section.begin_two(first.cast(), second.cast())
        }
    }
    .map_err(|refused| (refused, Which::First))?;
    // SAFETY: as in `enter`, for both objects, whose locks are held. If they are one, both references
    // are shared and the mark is set once.
    unsafe {
        let _in_use = InUse::mark::<P>(PyClassObject::usage(first), first.cast())
            .map_err(|refused| (refused, Which::First))?;
        let _also_in_use = match same {
            true => None,
            false => Some(
                InUse::mark::<Q>(PyClassObject::usage(second), second.cast())
                    .map_err(|refused| (refused, Which::Second))?,
            ),
        };
        Ok(body(
            NoSuspend::assume(),
            P::borrow(PyClassObject::payload(first)),
            Q::borrow(PyClassObject::payload(second)),
        ))
    }
}

/// One exclusive section of this thread. Dropping it ends it: it gives back what it holds, then
/// releases the references that died inside.
pub(crate) struct ExclusiveSection {
    locks: ObjectLocks,
    reading: Option<Reading>,
    begun: bool,
}

impl ExclusiveSection {
    #[inline(always)]
    pub(crate) fn new() -> ExclusiveSection {
        ExclusiveSection {
            locks: ObjectLocks::new(),
            reading: None,
            begun: false,
        }
    }

    /// # Safety
    /// `object` stays alive, and `self` where it is, until `self` is dropped.
    #[inline(always)]
    unsafe fn begin_one(&mut self, object: *mut ffi::PyObject) -> Result<(), Refused> {
        self.may_begin()?;
        // SAFETY: the caller's contract; there is no exclusive section of this thread that this one
        // could be nested in, and the body cannot begin another.
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

    /// Beside other readers, or with the lock if a writer is there.
    ///
    /// # Safety
    /// As for `begin_one`; `usage` is that of `object`.
    #[inline(always)]
    unsafe fn begin_reading(
        &mut self,
        object: *mut ffi::PyObject,
        usage: &Usage,
    ) -> Result<(), Refused> {
        self.may_begin()?;
        self.reading = Reading::begin(object, usage);
        chaos::point();
        if self.reading.is_none() {
            // SAFETY: as in `begin_one`.
            unsafe { self.locks.lock_one(object) };
        }
        self.begin();
        Ok(())
    }

    /// Begins a section that locks no object: who calls it holds a lock of another kind, and gives it
    /// back before `self` is dropped.
    pub(crate) fn begin_without_object(&mut self) -> Result<(), Refused> {
        self.may_begin()?;
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

impl Drop for ExclusiveSection {
    #[inline(always)]
    fn drop(&mut self) {
        if !self.begun {
            return;
        }
        self.reading = None;
        // SAFETY: dropped where it was begun, on the same thread.
        unsafe { self.locks.unlock() };
        status(|status| {
            status.set_exclusive(false);
            release_set_aside(status);
        });
    }
}

/// The payload of one object is in use, under its lock or beside other readers. Dropping it clears the
/// busy mark, which is atomic because after a breach by foreign code two threads may meet here.
struct InUse<'a>(&'a AtomicU8);

impl<'a> InUse<'a> {
    /// Refused if the payload was in use already.
    ///
    /// # Safety
    /// `object` is the one that `usage` belongs to; its lock is held.
    #[inline(always)]
    unsafe fn mark<P: Payload>(
        usage: &'a Usage,
        object: *mut ffi::PyObject,
    ) -> Result<InUse<'a>, Refused> {
        if usage.busy.load(Ordering::Relaxed) != Usage::IDLE {
            return Err(Refused::Busy);
        }
        let mark = match P::SHARED_READS && !P::EXCLUSIVE {
            true => Usage::IN_USE_BY_READER,
            false => Usage::IN_USE,
        };
        // With `Release`, for readers beside the lock that see a reader's mark: what was written before
        // this thread got the lock is there. A writer's sends them away.
        usage.busy.store(mark, Ordering::Release);
        let in_use = InUse(&usage.busy);
        if P::EXCLUSIVE {
            note_change(usage);
            if P::SHARED_READS {
                readers::wait(object);
            }
        }
        Ok(in_use)
    }
}

impl Drop for InUse<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // With `Release`, for readers that do not take the lock: what was written is there when the
        // mark is gone.
        self.0.store(Usage::IDLE, Ordering::Release);
    }
}

/// Why a section was not entered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refused {
    /// One object was to be referred to exclusively and once more.
    Same,
    /// Only `unsafe` code leads here: there is no handle in an exclusive section.
    Nested,
    /// As above: the lock was given back while the payload was in use.
    Busy,
}

impl Refused {
    #[cold]
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Refused::Same => "both are the same object",
            Refused::Nested => {
                "an object cannot be locked inside an exclusive critical section of the same thread; \
                 code under such a lock must not run Python code"
            }
            Refused::Busy => {
                "the object is in use by another exclusive critical section whose lock was released \
                 early; code under such a lock must not run Python code"
            }
        }
    }

    #[cold]
    pub(crate) fn error(self, function: &str, param: &str) -> PyErr {
        PyRuntimeError::new_err(format!(
            "{function}() cannot lock '{param}': {}",
            self.reason()
        ))
    }
}

#[cold]
fn same_object(who: &Locked2) -> PyErr {
    PyValueError::new_err(format!(
        "{}() arguments '{}' and '{}' are the same object",
        who.function, who.first, who.second
    ))
}
