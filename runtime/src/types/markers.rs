//! The names of the built-in types: one row each.

use std::ptr::NonNull;

use crate::attach::Attached;
use crate::handle::{Bound, NotPyAny, PyTypeInfo, sealed};
use crate::section::SectionTarget;
use crate::types::PyAnyMethods;
use crate::{PyResult, Python, ffi};

/// A row: the Rust name, Python's name, the type object, and the check for subtypes too.
macro_rules! builtin_types {
    ($($(#[$doc:meta])* $marker:ident, $name:literal, $type_object:ident, $check:ident;)*) => {$(
        $(#[$doc])*
        pub struct $marker(std::convert::Infallible);

        impl NotPyAny for $marker {}

        #[diagnostic::do_not_recommend]
        impl SectionTarget for $marker {}

        impl sealed::ExactType for $marker {
            #[inline]
            fn exact_type(_proof: impl Attached) -> Option<NonNull<ffi::PyTypeObject>> {
                NonNull::new(&raw mut ffi::$type_object)
            }
        }

        // SAFETY: the check is CPython's own for what is laid out like this type, and an object's
        // class can only be changed to one of the same layout.
        unsafe impl PyTypeInfo for $marker {
            const NAME: &'static str = $name;

            #[inline]
            fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
                let type_object = (&raw mut ffi::$type_object).cast();
                // SAFETY: a static type, which is never freed.
                Ok(unsafe { Bound::from_borrowed_ptr(py, type_object).into_unchecked() })
            }

            #[inline]
            fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
                // SAFETY: a live object.
                unsafe { ffi::$check(object.as_ptr()) != 0 }
            }

            #[inline]
            fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
                // SAFETY: a live object and a static type.
                unsafe { ffi::Py_IS_TYPE(object.as_ptr(), &raw mut ffi::$type_object) != 0 }
            }
        }
    )*};
}

builtin_types! {
    /// Python's `bool`.
    PyBool, "bool", PyBool_Type, PyBool_Check;
    /// Python's `bytearray`. Nothing can borrow from one: take `Vec<u8>`, which copies it.
    PyByteArray, "bytearray", PyByteArray_Type, PyByteArray_Check;
    /// Python's `bytes`. See [`PyBytesMethods`](super::PyBytesMethods).
    PyBytes, "bytes", PyBytes_Type, PyBytes_Check;
    /// The cell of a variable that a closure shares: `types.CellType`. See
    /// [`PyCellMethods`](super::PyCellMethods).
    PyCell, "cell", PyCell_Type, PyCell_Check;
    /// Python's `dict`. See [`PyDictMethods`](super::PyDictMethods).
    PyDict, "dict", PyDict_Type, PyDict_Check;
    /// Python's `float`. Extract `f64` to read it.
    PyFloat, "float", PyFloat_Type, PyFloat_Check;
    /// Python's `int`. Extract an integer to read it.
    PyInt, "int", PyLong_Type, PyLong_Check;
    /// Python's `list`. See [`PyListMethods`](super::PyListMethods).
    PyList, "list", PyList_Type, PyList_Check;
    /// A Python module. See [`PyModuleMethods`](super::PyModuleMethods).
    PyModule, "module", PyModule_Type, PyModule_Check;
    /// Python's `set`. See [`PySetMethods`](super::PySetMethods).
    PySet, "set", PySet_Type, PySet_Check;
    /// Python's `str`. See [`PyStringMethods`](super::PyStringMethods).
    PyString, "str", PyUnicode_Type, PyUnicode_Check;
    /// The traceback of an exception.
    PyTraceback, "traceback", PyTraceBack_Type, PyTraceBack_Check;
    /// Python's `tuple`. See [`PyTupleMethods`](super::PyTupleMethods).
    PyTuple, "tuple", PyTuple_Type, PyTuple_Check;
    /// A Python type: a class. See [`PyTypeMethods`](super::PyTypeMethods).
    PyType, "type", PyType_Type, PyType_Check;
    /// A weak reference: `weakref.ref`. See [`PyWeakrefMethods`](super::PyWeakrefMethods).
    PyWeakrefReference, "weakref", _PyWeakref_RefType, PyWeakref_CheckRef;
}

/// Any Python object. See [`PyAnyMethods`].
pub struct PyAny(std::convert::Infallible);

impl sealed::ExactType for PyAny {
    #[inline]
    fn exact_type(_proof: impl Attached) -> Option<NonNull<ffi::PyTypeObject>> {
        NonNull::new(&raw mut ffi::PyBaseObject_Type)
    }
}

// SAFETY: every object is an `object`.
unsafe impl PyTypeInfo for PyAny {
    const NAME: &'static str = "object";

    #[inline]
    fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
        let type_object = (&raw mut ffi::PyBaseObject_Type).cast();
        // SAFETY: a static type, which is never freed.
        Ok(unsafe { Bound::from_borrowed_ptr(py, type_object).into_unchecked() })
    }

    #[inline]
    fn is_type_of(_object: &Bound<'_, PyAny>) -> bool {
        true
    }

    #[inline]
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: a live object and a static type.
        unsafe { ffi::Py_IS_TYPE(object.as_ptr(), &raw mut ffi::PyBaseObject_Type) != 0 }
    }
}

/// An object with `__next__`: a Rust [`Iterator`] as `Bound<'py, PyIterator>`.
pub struct PyIterator(std::convert::Infallible);

impl NotPyAny for PyIterator {}

// SAFETY: nothing of the object's memory is read through such a handle. An object of a class that
// loses its `__next__` stays safe to ask: CPython puts a function there that raises.
unsafe impl PyTypeInfo for PyIterator {
    const NAME: &'static str = "iterator";

    /// `collections.abc.Iterator`.
    #[inline]
    fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
        let class = PyModule::import(py, "collections.abc")?.getattr("Iterator")?;
        Ok(class.cast_into()?)
    }

    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: a live object.
        unsafe { ffi::PyIter_Check(object.as_ptr()) != 0 }
    }

    /// No object is: iterators are of many types.
    #[inline]
    fn is_exact_type_of(_object: &Bound<'_, PyAny>) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl SectionTarget for PyAny {}

#[diagnostic::do_not_recommend]
impl SectionTarget for PyIterator {}
