//! What `#[critical_section]` expands to.

use super::in_use::InUse;
use super::lock::{LockPlace, ObjectLocks, Target};
use super::of_thread::ExclusiveSection;
use super::payload::Payload;
use super::readers::Reading;
use super::refused::Refused;
use crate::attach::ThisThread;
use crate::class::PyClassObject;
use crate::exceptions::PyValueError;
use crate::{Bound, NoSuspend, PyErr, PyResult};

/// Who locks, for error messages.
pub struct Locked1 {
    /// The function as Python knows it: `Counter.hit`.
    pub function: &'static str,
    /// The locked parameter.
    pub param: &'static str,
}

/// Who locks two objects, for error messages.
pub struct Locked2 {
    /// The function as Python knows it: `Counter.absorb`.
    pub function: &'static str,
    /// The first locked parameter.
    pub first: &'static str,
    /// The second locked parameter.
    pub second: &'static str,
}

/// Whether both handles are the same object (`Py_Is`).
#[inline]
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
#[inline]
pub(super) fn enter<P, R>(
    object: &Bound<'_, P::Class>,
    body: impl for<'cs> FnOnce(NoSuspend<'cs>, P::Ref<'cs>) -> R,
) -> Result<R, Refused>
where
    P: Payload,
{
    let target = Target::of(object);
    let py = object.py();
    let object = PyClassObject::of(object);
    let thread = ThisThread::get();
    // Dropped in reverse order: the mark, the lock, the section.
    let section = ExclusiveSection::prepare(thread)?;
    let mut place = LockPlace::new();
    let mut locks = ObjectLocks::new(&mut place, target, target);
    // The payload is the body's. What is locked cannot be lost meanwhile, because `body` has neither token nor
    // handle; and no other reference to the payload exists that excludes this one: others are only made under
    // the same lock, or by readers, or by the owner, whom the lock keeps out; and the mark was clear.
    // SAFETY: `object` is alive for the whole call, by the caller's handle; the thread is inside an exclusive
    // section until `section` is dropped, after `body` whatever happens; and the payload is the body's.
    unsafe {
        let usage = PyClassObject::usage(object);
        let mut reading = None;
        if P::SHARED_READS && !P::EXCLUSIVE {
            // Not as the owner, which others would have to wait for: readers wait for no reader.
            locks.keep_owner_out(py);
            reading = thread.status(|status| Reading::begin(status, object.cast(), usage));
            if reading.is_none() {
                locks.take_one(py, Some(thread));
            }
        } else if !locks.enter_as_owner(py) {
            locks.take_one(py, P::SHARED_READS.then_some(thread));
        }
        section.begin();
        // Whoever reads beside the lock has looked for a writer already, and one that has come since
        // waits for it.
        let in_use = match &reading {
            Some(_) => None,
            None => Some(InUse::mark::<P>(thread, usage, &locks, object.cast())?),
        };
        let payload = P::borrow(PyClassObject::payload(object));
        let result = body(NoSuspend::assume(), payload);
        drop((in_use, reading));
        locks.unlock_one();
        Ok(result)
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
#[derive(Clone, Copy)]
pub(super) enum Which {
    First,
    Second,
}

/// [`exclusive2`], before it is an exception.
#[inline]
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
    let targets = (Target::of(first), Target::of(second));
    let py = first.py();
    let first = PyClassObject::of(first);
    let second = PyClassObject::of(second);
    let refused = |refused| (refused, Which::First);
    let thread = ThisThread::get();
    // Dropped in reverse order, as in `enter`.
    let section = ExclusiveSection::prepare(thread).map_err(refused)?;
    let mut place = LockPlace::new();
    let mut locks = ObjectLocks::new(&mut place, targets.0, targets.1);
    // SAFETY: as in `enter`, for both objects, which `lock_two` gets if they are two. If they are one,
    // both references are shared and the mark is set once.
    unsafe {
        match same {
            true => locks.lock_one(py),
            false => locks.lock_two(py),
        }
        section.begin();
        let in_use = InUse::mark::<P>(thread, PyClassObject::usage(first), &locks, first.cast())
            .map_err(refused)?;
        let also_in_use = match same {
            true => None,
            false => Some(
                InUse::mark::<Q>(thread, PyClassObject::usage(second), &locks, second.cast())
                    .map_err(|refused| (refused, Which::Second))?,
            ),
        };
        let payload = P::borrow(PyClassObject::payload(first));
        let other = Q::borrow(PyClassObject::payload(second));
        let result = body(NoSuspend::assume(), payload, other);
        drop((also_in_use, in_use));
        locks.unlock_two();
        Ok(result)
    }
}

#[cold]
fn same_object(who: &Locked2) -> PyErr {
    PyValueError::new_err(format!(
        "{}() arguments '{}' and '{}' are the same object",
        who.function, who.first, who.second
    ))
}
