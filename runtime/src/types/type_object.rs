//! Types: classes.

use crate::err::check_bool;
use crate::handle::{Bound, PyTypeInfo};
use crate::types::{PyAny, PyAnyMethods, PyString, PyStringMethods, PyTuple, PyType};
use crate::{PyResult, Python, ffi};

impl PyType {
    /// The type object of a Rust type that stands for one.
    ///
    /// # Errors
    /// Where the type does not exist (yet) in this interpreter.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn dict_type(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    ///     PyType::new::<PyDict>(py)
    /// }
    /// ```
    pub fn new<T: PyTypeInfo>(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
        T::type_object(py)
    }
}

/// The methods of types.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn kind(object: &Bound<'_, PyAny>) -> PyResult<String> {
///     object.get_type().qualname()?.extract()
/// }
/// ```
pub trait PyTypeMethods<'py>: sealed::Sealed {
    /// The type, for calls of the C API.
    fn as_type_ptr(&self) -> *mut ffi::PyTypeObject;

    /// The `__name__` (`PyType_GetName`).
    fn name(&self) -> PyResult<Bound<'py, PyString>>;

    /// The `__qualname__` (`PyType_GetQualName`).
    fn qualname(&self) -> PyResult<Bound<'py, PyString>>;

    /// The `__module__`.
    fn module(&self) -> PyResult<Bound<'py, PyString>>;

    /// The name with its module: `collections.OrderedDict`, and of built-in types the name alone
    /// (`PyType_GetFullyQualifiedName`, and the same before 3.13).
    fn fully_qualified_name(&self) -> PyResult<Bound<'py, PyString>>;

    /// The `__mro__`.
    fn mro(&self) -> PyResult<Bound<'py, PyTuple>>;

    /// `issubclass(self, class)`, where `class` may be a tuple of classes (`PyObject_IsSubclass`).
    fn is_subclass(&self, class: &Bound<'py, PyAny>) -> PyResult<bool>;

    /// `issubclass(self, T)`.
    fn is_subclass_of<T: PyTypeInfo>(&self) -> PyResult<bool>;
}

impl<'py> PyTypeMethods<'py> for Bound<'py, PyType> {
    #[inline]
    fn as_type_ptr(&self) -> *mut ffi::PyTypeObject {
        self.as_ptr().cast()
    }

    fn name(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: a live type; the call returns a `str` or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(self.py(), ffi::PyType_GetName(self.as_type_ptr()))
                .map(|name| name.into_unchecked())
        }
    }

    fn qualname(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: a live type; the call returns a `str` or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(self.py(), ffi::PyType_GetQualName(self.as_type_ptr()))
                .map(|name| name.into_unchecked())
        }
    }

    fn module(&self) -> PyResult<Bound<'py, PyString>> {
        Ok(self.getattr("__module__")?.cast_into()?)
    }

    #[cfg(Py_3_13)]
    fn fully_qualified_name(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: a live type; the call returns a `str` or null with an error set.
        unsafe {
            let name = ffi::PyType_GetFullyQualifiedName(self.as_type_ptr());
            Bound::from_owned_ptr_or_err(self.py(), name).map(|name| name.into_unchecked())
        }
    }

    #[cfg(not(Py_3_13))]
    fn fully_qualified_name(&self) -> PyResult<Bound<'py, PyString>> {
        let qualname = self.qualname()?;
        match self.module()?.to_str()? {
            "builtins" | "__main__" => Ok(qualname),
            module => {
                let name = format!("{module}.{}", qualname.to_str()?);
                PyString::try_new(self.py(), &name)
            }
        }
    }

    fn mro(&self) -> PyResult<Bound<'py, PyTuple>> {
        Ok(self.getattr("__mro__")?.cast_into()?)
    }

    fn is_subclass(&self, class: &Bound<'py, PyAny>) -> PyResult<bool> {
        // SAFETY: live objects.
        check_bool(self.py(), unsafe {
            ffi::PyObject_IsSubclass(self.as_ptr(), class.as_ptr())
        })
    }

    fn is_subclass_of<T: PyTypeInfo>(&self) -> PyResult<bool> {
        let class = T::type_object(self.py())?;
        self.is_subclass(&class)
    }
}

impl Bound<'_, PyType> {
    /// The `__name__`, for messages.
    pub(crate) fn name_lossy(&self) -> String {
        lossy(self.name())
    }

    /// [`fully_qualified_name`](PyTypeMethods::fully_qualified_name), for messages.
    pub(crate) fn full_name_lossy(&self) -> String {
        lossy(self.fully_qualified_name())
    }
}

fn lossy(name: PyResult<Bound<'_, PyString>>) -> String {
    name.map_or_else(
        |_| "object".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyType> {}
}
