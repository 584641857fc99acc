//! From an argument to what the parameter's type asks for.

use super::signature::Signature;
use crate::class::{LockTarget, ReadDetached, ReadWithoutLock, frozen};
use crate::convert::FromPyObject;
use crate::handle::PyTypeInfo;
use crate::section::SectionTarget;
use crate::types::PyAny;
use crate::{Bound, PyResult, Python, ffi};

/// An argument; binding has made sure of those without a default.
type Given<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// A type that a parameter may have: one with [`FromPyObject`].
///
/// A trait of its own, so that the compiler explains a mistake without a list of all types that would
/// do.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot come from Python",
    label = "no conversion from a Python object",
    note = "implement `FromPyObject` for `{Self}`",
    note = "if it is a `#[pyclass]`, take a reference (`&{Self}`) or a handle (`&Bound<'_, {Self}>`), or derive `Clone` and write `#[pyclass(from_py_object)]`"
)]
pub trait Argument<'a, 'py>: FromPyObject<'a, 'py> {}

#[diagnostic::do_not_recommend]
impl<'a, 'py, T: FromPyObject<'a, 'py>> Argument<'a, 'py> for T {}

/// Converts an argument.
#[inline]
pub fn arg<'a, 'py, T: Argument<'a, 'py>>(
    signature: &Signature,
    given: Given<'a, 'py>,
    index: usize,
) -> PyResult<T> {
    T::extract(present(given)).map_err(|error| signature.argument_error(error, index))
}

/// A `&T` that needs no lock.
#[inline]
pub fn class_ref<'a, 'py, T>(
    signature: &Signature,
    given: Given<'a, 'py>,
    index: usize,
) -> PyResult<&'a T>
where
    T: ReadWithoutLock + PyTypeInfo,
{
    instance::<T>(signature, given, index).map(frozen)
}

/// A `&T` that is read while the thread is detached.
#[inline]
pub fn detached_class_ref<'a, 'py, T>(
    signature: &Signature,
    given: Given<'a, 'py>,
    index: usize,
) -> PyResult<&'a T>
where
    T: ReadDetached + PyTypeInfo,
{
    instance::<T>(signature, given, index).map(frozen)
}

/// An object to lock.
#[inline]
pub fn lock_target<'a, 'py, T>(
    signature: &Signature,
    given: Given<'a, 'py>,
    index: usize,
) -> PyResult<&'a Bound<'py, T>>
where
    T: LockTarget + PyTypeInfo,
{
    instance::<T>(signature, given, index)
}

/// An object whose lock a suspendable section takes.
#[inline]
pub fn section_target<'a, 'py, T>(
    signature: &Signature,
    given: Given<'a, 'py>,
    index: usize,
) -> PyResult<&'a Bound<'py, T>>
where
    T: SectionTarget + PyTypeInfo,
{
    instance::<T>(signature, given, index)
}

/// Asks for `SectionTarget` where a receiver is named.
pub const fn assert_section_target<T: SectionTarget>() {}

#[inline]
fn instance<'a, 'py, T>(
    signature: &Signature,
    given: Given<'a, 'py>,
    index: usize,
) -> PyResult<&'a Bound<'py, T>>
where
    T: PyTypeInfo,
{
    present(given)
        .cast::<T>()
        .map_err(|error| signature.argument_error(error.into(), index))
}

/// [`arg`] for operators: an operand of another type is not an error but someone else's business.
/// What else a conversion raises is raised.
#[inline]
pub fn try_arg<'a, 'py, T: Argument<'a, 'py>>(given: Given<'a, 'py>) -> PyResult<Option<T>> {
    match T::extract(present(given)) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_mismatch() => Ok(None),
        Err(error) => Err(error),
    }
}

/// [`class_ref`] for operators.
#[inline]
pub fn try_class_ref<'a, T>(given: Given<'a, '_>) -> Option<&'a T>
where
    T: ReadWithoutLock + PyTypeInfo,
{
    present(given).cast::<T>().ok().map(frozen)
}

/// [`lock_target`] for operators.
#[inline]
pub fn try_lock_target<'a, 'py, T>(given: Given<'a, 'py>) -> Option<&'a Bound<'py, T>>
where
    T: LockTarget + PyTypeInfo,
{
    present(given).cast::<T>().ok()
}

/// [`section_target`] for operators.
#[inline]
pub fn try_section_target<'a, 'py, T>(given: Given<'a, 'py>) -> Option<&'a Bound<'py, T>>
where
    T: SectionTarget + PyTypeInfo,
{
    present(given).cast::<T>().ok()
}

/// The only argument of a `METH_O` function or a slot.
///
/// # Safety
/// `object` is alive for as long as it is borrowed, as CPython passes it.
#[inline]
pub unsafe fn single<'a, 'py>(
    py: Python<'py>,
    object: &'a *mut ffi::PyObject,
) -> [Given<'a, 'py>; 1] {
    // SAFETY: the caller's contract.
    [Some(unsafe { Bound::ref_from_ptr(py, object) })]
}

#[inline]
fn present<'a, 'py>(given: Given<'a, 'py>) -> &'a Bound<'py, PyAny> {
    given.expect("a required argument is bound, and a default is not asked for here")
}
