//! Making objects.

use super::object::{PyClassObject, Usage};
use super::policy::LockedClass;
use super::{Constructor, PyClass, create::type_object};
use crate::function::{IntoPyErr, call_vector, trampoline};
use crate::handle::PyTypeInfo;
use crate::section::{Locked1, Read, exclusive};
use crate::types::PyAny;
use crate::{Bound, PyErr, PyResult, Python, capi, ffi, gc};

/// What `#[new]` may return: the class, or a `Result` of it.
#[diagnostic::on_unimplemented(
    message = "`#[new]` returns `{Self}`, which is not the class",
    label = "must be `Self` or `PyResult<Self>`",
    note = "return `Self`, or `PyResult<Self>` if construction can fail"
)]
pub trait NewResult<T> {
    /// The new payload, or the error to raise.
    fn into_payload(self) -> PyResult<T>;
}

impl<T: PyClass> NewResult<T> for T {
    fn into_payload(self) -> PyResult<T> {
        Ok(self)
    }
}

impl<T: PyClass, E: IntoPyErr> NewResult<T> for Result<T, E> {
    fn into_payload(self) -> PyResult<T> {
        self.map_err(IntoPyErr::into_pyerr)
    }
}

/// `tp_new`, which CPython calls for classes that are derived from `T`, and Python code by name: the arguments are
/// a tuple and a dictionary.
///
/// # Safety
/// As CPython calls it.
pub(super) unsafe extern "C" fn tp_new<T: PyClass>(
    class: *mut ffi::PyTypeObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: CPython passes a type that is `T`'s or derived from it.
    unsafe { construct(&T::METHODS.constructor, class, args, kwargs) }
}

/// # Safety
/// As CPython calls `tp_new`, with a type of the constructor's class, or derived from one.
unsafe extern "C" fn construct(
    constructor: &Option<Constructor>,
    class: *mut ffi::PyTypeObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let new = |py: Python<'_>| {
        let constructor = constructor
            .as_ref()
            .expect("a type without one has no `tp_new`");
        // SAFETY: the caller's contract: a tuple, and a dictionary or null, which outlive the call.
        unsafe { call_vector(py, constructor.vectorcall, class.cast(), args, kwargs) }
    };
    // SAFETY: called by CPython.
    unsafe { trampoline(new) }
}

/// The body of `tp_vectorcall`: an object of `class` around what `#[new]` returned.
///
/// # Safety
/// `class` is `T`'s type or derived from it: the constructor is only called so.
pub unsafe fn new_object<T: PyClass>(
    py: Python<'_>,
    class: *mut ffi::PyTypeObject,
    value: impl NewResult<T>,
) -> PyResult<*mut ffi::PyObject> {
    let value = value.into_payload()?;
    // SAFETY: the caller's contract.
    unsafe { allocate(py, class, value) }
}

/// An object of `class` with the payload `value`, as a new reference.
///
/// # Safety
/// As for [`new_object`].
unsafe fn allocate<T: PyClass>(
    py: Python<'_>,
    class: *mut ffi::PyTypeObject,
    value: T,
) -> PyResult<*mut ffi::PyObject> {
    // What `tp_alloc` does beyond that is for types that are derived from this one, and for the collector.
    let is_plain = const { !T::SUBCLASS && !gc::is_collected::<T>() };
    // SAFETY: attached; the class is ready; memory from `tp_alloc`, or where nothing is derived from the class from
    // `PyObject_New`, has the basic size of the class, which is at least that of `PyClassObject<T>`, and is aligned
    // to 16 bytes. That from `tp_alloc` is zeroed (the busy mark is clear). Nobody else knows the object before this returns, so writing needs no lock. The collector does know
    // it, if it tracks objects of the class: but it does not look before this thread is at a safe point, and
    // there is none between here and the end of the write.
    unsafe {
        let object = match is_plain {
            true => capi::new_object(class),
            false => capi::allocate(class),
        };
        if object.is_null() {
            return Err(PyErr::fetch(py));
        }
        let memory: *mut PyClassObject<T> = object.cast();
        if is_plain {
            (&raw mut (*memory).usage).write(Usage::default());
        }
        PyClassObject::payload(memory).write(value);
        Ok(object)
    }
}

/// A new object, of this interpreter's type for the class.
///
/// # Errors
/// `MemoryError`, or what making the type raises on first use.
#[inline]
pub fn class_into_pyobject<T: PyClass + PyTypeInfo>(
    py: Python<'_>,
    value: T,
) -> PyResult<Bound<'_, T>> {
    let class = type_object::<T>(py)?;
    // SAFETY: `type_object` returns the type that `create` made for `T`; the reference is new.
    unsafe {
        let object = allocate(py, class.as_ptr().cast(), value)?;
        Ok(Bound::from_owned_ptr(py, object).cast_into_unchecked())
    }
}

/// A copy of an object's payload, made under its lock where it has one.
///
/// # Errors
/// `TypeError` for an object of another class.
pub fn class_from_pyobject<T>(object: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: PyClass + PyTypeInfo + Clone,
    T::Policy: CopyOut<T>,
{
    T::Policy::copy_out(object.cast::<T>()?)
}

/// How a payload is copied out of an object, by policy.
pub trait CopyOut<T> {
    /// The copy.
    fn copy_out(object: &Bound<'_, T>) -> PyResult<T>;
}

impl<T: LockedClass + Clone> CopyOut<T> for super::Locked {
    fn copy_out(object: &Bound<'_, T>) -> PyResult<T> {
        copy_under_lock(object)
    }
}

impl<T: LockedClass + Clone> CopyOut<T> for super::ReadWrite {
    fn copy_out(object: &Bound<'_, T>) -> PyResult<T> {
        copy_under_lock(object)
    }
}

fn copy_under_lock<T: LockedClass + Clone>(object: &Bound<'_, T>) -> PyResult<T> {
    let who = Locked1 {
        function: T::NAME,
        param: "self",
    };
    exclusive::<Read<T>, T>(object, &who, |_, payload| payload.clone())
}

impl<T: super::FrozenClass + Clone> CopyOut<T> for super::Frozen {
    fn copy_out(object: &Bound<'_, T>) -> PyResult<T> {
        Ok(super::policy::frozen(object).clone())
    }
}
