//! Exceptions of the user's own.

use std::ffi::CStr;

use crate::sync::PerInterpreter;
use crate::types::{PyAny, PyType};
use crate::{Bound, Py, PyResult, Python, ffi};

/// Declares a new exception: `create_exception!(module, Name, Base)`, or with a doc string as the fourth
/// argument.
///
/// `module` is the name that the class has as its `__module__`. The class is made once in each interpreter, on
/// first use. A module exports it with `#[pymodule_export] use path::Name;`, so that Python code can catch it.
///
/// ```
/// use freehold::create_exception;
/// use freehold::exceptions::PyValueError;
/// use freehold::prelude::*;
///
/// create_exception!(tally, OutOfRange, PyValueError, "The count does not fit.");
///
/// #[pymodule]
/// mod tally {
///     use super::*;
///
///     #[pymodule_export]
///     use super::OutOfRange;
///
///     #[pyfunction]
///     fn checked(count: i64) -> PyResult<u8> {
///         u8::try_from(count).map_err(|_| OutOfRange::new_err(format!("{count} is no count")))
///     }
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! create_exception {
    ($module:expr, $name:ident, $base:ty $(,)?) => {
        $crate::create_exception!(@with $module, $name, $base, ::core::option::Option::None,
            concat!("The exception `", stringify!($module), ".", stringify!($name), "`."));
    };
    ($module:expr, $name:ident, $base:ty, $doc:expr $(,)?) => {
        $crate::create_exception!(@with $module, $name, $base,
            ::core::option::Option::Some($crate::__private::NewException::text(concat!($doc, "\0"))), $doc);
    };
    (@with $module:expr, $name:ident, $base:ty, $doc:expr, $rustdoc:expr) => {
        #[doc = $rustdoc]
        pub struct $name(::core::convert::Infallible);

        impl $name {
            /// The exception with these arguments, as an error to return.
            #[cold]
            #[allow(dead_code)]
            pub fn new_err<A: $crate::PyErrArguments>(args: A) -> $crate::PyErr {
                $crate::PyErr::new::<$name, A>(args)
            }
        }

        const _: () = {
            static CLASS: $crate::__private::NewException = $crate::__private::NewException::new(
                $crate::__private::NewException::text(
                    concat!(stringify!($module), ".", stringify!($name), "\0")
                ),
                $doc,
                $crate::__private::NewException::base::<$base>,
            );

            // SAFETY: every exception may be used as a handle of its type or of a base of it: nothing of the
            // object's memory is read through such a handle. An object's class can only be changed to
            // one of the same layout.
            unsafe impl $crate::handle::PyTypeInfo for $name {
                const NAME: &'static str = stringify!($name);

                fn type_object(
                    py: $crate::Python<'_>,
                ) -> $crate::PyResult<$crate::Bound<'_, $crate::types::PyType>> {
                    CLASS.class(py)
                }

                fn is_type_of(object: &$crate::Bound<'_, $crate::types::PyAny>) -> bool {
                    CLASS.is_class_of(object)
                }
            }

            impl $crate::exceptions::ExceptionType for $name {}
            impl $crate::handle::NotPyAny for $name {}

            // SAFETY: it is a value, whose name is static.
            unsafe impl $crate::__private::ModuleItem for $name {
                const ITEM: $crate::__private::Item =
                    $crate::__private::Item::Constant($crate::__private::ConstantItem {
                        name: $crate::__private::NewException::text(
                            concat!(stringify!($name), "\0")
                        ),
                        value: |py| $crate::__private::constant(py, CLASS.class(py)),
                    });
            }
        };
    };
}

/// For [`create_exception!`](crate::create_exception): one class per interpreter.
pub struct NewException {
    /// With the module's.
    name: &'static CStr,
    doc: Option<&'static CStr>,
    base: fn(Python<'_>) -> PyResult<Bound<'_, PyType>>,
    classes: PerInterpreter<Py<PyType>>,
}

impl NewException {
    /// Not made yet.
    pub const fn new(
        name: &'static CStr,
        doc: Option<&'static CStr>,
        base: fn(Python<'_>) -> PyResult<Bound<'_, PyType>>,
    ) -> NewException {
        NewException {
            name,
            doc,
            base,
            classes: PerInterpreter::new(),
        }
    }

    /// A C string of a text that ends with a NUL.
    pub const fn text(text: &'static str) -> &'static CStr {
        match CStr::from_bytes_with_nul(text.as_bytes()) {
            Ok(text) => text,
            Err(_) => panic!("the name or the doc string of an exception contains a NUL character"),
        }
    }

    /// The class of the base, which must be one of exceptions.
    pub fn base<B: super::exceptions::ExceptionType>(
        py: Python<'_>,
    ) -> PyResult<Bound<'_, PyType>> {
        B::type_object(py)
    }

    /// The class (`PyErr_NewExceptionWithDoc`).
    #[inline]
    pub fn class<'py>(&'static self, py: Python<'py>) -> PyResult<Bound<'py, PyType>> {
        let class = self.classes.get_or_try_init(py, || self.make(py))?;
        Ok(class.bind(py).clone())
    }

    /// Whether an object is of the class. There is none before the class is made.
    #[inline]
    pub fn is_class_of(&'static self, object: &Bound<'_, PyAny>) -> bool {
        let class = self.classes.get(object.py());
        // SAFETY: a live object and a live type.
        class.is_some_and(|class| unsafe {
            ffi::PyObject_TypeCheck(object.as_ptr(), class.as_ptr().cast()) != 0
        })
    }

    #[inline]
    fn make(&self, py: Python<'_>) -> PyResult<Py<PyType>> {
        let base = (self.base)(py)?;
        let doc = self.doc.map_or(std::ptr::null(), CStr::as_ptr);
        // SAFETY: attached; the strings are static; a new reference to a type, or null with an exception,
        // is returned.
        unsafe {
            let class = ffi::PyErr_NewExceptionWithDoc(
                self.name.as_ptr(),
                doc,
                base.as_ptr(),
                std::ptr::null_mut(),
            );
            Bound::from_owned_ptr_or_err(py, class).map(|class| class.into_unchecked().unbind())
        }
    }
}
