//! Which Python type a Rust marker type stands for.

use std::ptr::NonNull;

use crate::attach::Attached;
use crate::handle::Bound;
use crate::types::{PyAny, PyType, PyTypeMethods};
use crate::{PyResult, Python, ffi};

/// A Rust type that names a Python type: the `T` of [`Bound<'py, T>`](Bound) and
/// [`Py<T>`](crate::Py).
///
/// Implemented for the built-in types ([`PyList`](crate::types::PyList), …), the built-in exceptions
/// and every `#[pyclass]`.
///
/// # Safety
/// `is_type_of` is only true for objects that may be used as a `Bound<'_, Self>`, and every object
/// that it is true for stays such an object.
///
/// ```no_run
/// use freehold::handle::PyTypeInfo;
/// use freehold::prelude::*;
///
/// assert_eq!(PyList::NAME, "list");
/// Python::attach(|py| {
///     let list = PyList::empty(py);
///     assert!(PyList::is_type_of(&list) && !PyDict::is_type_of(&list));
/// });
/// ```
pub unsafe trait PyTypeInfo: Sized {
    /// The name that error messages give the type, for example `int`.
    const NAME: &'static str;

    /// The type object in the current interpreter.
    ///
    /// # Errors
    /// Where the type does not exist (yet) in this interpreter.
    fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>>;

    /// Whether `object` is an instance of the type or of a subtype of it, by the layout of its type
    /// (`PyObject_TypeCheck`, `PyList_Check` …): `__instancecheck__` is not asked.
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        Self::type_object(object.py()).is_ok_and(|expected| {
            // SAFETY: both are live objects, the second a type.
            unsafe { ffi::PyObject_TypeCheck(object.as_ptr(), expected.as_type_ptr()) != 0 }
        })
    }

    /// Whether `object` is an instance of exactly this type.
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        Self::type_object(object.py()).is_ok_and(|expected| {
            // SAFETY: both are live objects, the second a type.
            unsafe { ffi::Py_IS_TYPE(object.as_ptr(), expected.as_type_ptr()) != 0 }
        })
    }
}

/// The types that [`NoSuspend::is_exact`](crate::NoSuspend::is_exact) can ask for: the built-in types
/// and every `#[pyclass]`. Their type objects are found without running Python code and without a
/// reference to give up. It cannot be implemented by hand.
///
/// ```
/// use freehold::handle::ExactType;
/// use freehold::prelude::*;
///
/// /// How many of the objects are a `T`, asked under a lock.
/// fn count<T: ExactType>(objects: &[Py<PyAny>], cs: NoSuspend<'_>) -> usize {
///     objects.iter().filter(|object| cs.is_exact::<T>(object)).count()
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be asked for inside an exclusive critical section",
    label = "neither a built-in type nor a `#[pyclass]`",
    note = "finding its type object could run Python code, which would release the lock: ask before the section"
)]
pub trait ExactType: PyTypeInfo + sealed::ExactType {}

#[diagnostic::do_not_recommend]
impl<T: PyTypeInfo + sealed::ExactType> ExactType for T {}

pub(crate) mod sealed {
    use super::{Attached, NonNull, ffi};

    pub trait ExactType {
        /// The type object of the current interpreter, borrowed, if there is one yet. Never suspends.
        fn exact_type(proof: impl Attached) -> Option<NonNull<ffi::PyTypeObject>>;
    }
}

/// Every [`PyTypeInfo`] but `PyAny`: their handles dereference to a handle of `PyAny`.
#[doc(hidden)]
pub trait NotPyAny {}
