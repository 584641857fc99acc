//! Modules.

use crate::convert::IntoPyObject;
use crate::handle::Bound;
use crate::types::{PyAnyMethods, PyDict, PyModule, PyString};
use crate::{PyResult, Python, ffi};

impl PyModule {
    /// `import name`; of a dotted name, the last module (`PyImport_Import`).
    ///
    /// # Errors
    /// What the import raises.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn cores(py: Python<'_>) -> PyResult<Option<usize>> {
    ///     PyModule::import(py, "os")?.call_method0("cpu_count")?.extract()
    /// }
    /// ```
    pub fn import<'py, N>(py: Python<'py>, name: N) -> PyResult<Bound<'py, PyModule>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let name = name.into_pyobject(py)?;
        // SAFETY: a live `str`; the call returns a new reference or null with an error set.
        let module =
            unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyImport_Import(name.as_ptr()))? };
        Ok(module.cast_into()?)
    }

    /// A new, empty module, which is not put into `sys.modules` (`PyModule_NewObject`).
    ///
    /// # Errors
    /// Out of memory.
    pub fn new<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
        let name = PyString::new(py, name);
        // SAFETY: a live `str`; the call returns a new module or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PyModule_NewObject(name.as_ptr()))
                .map(|module| module.into_unchecked())
        }
    }
}

/// The methods of modules.
///
/// ```
/// use freehold::prelude::*;
///
/// fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
///     m.add("started", std::process::id())
/// }
/// ```
pub trait PyModuleMethods<'py>: sealed::Sealed {
    /// The module's `__dict__` (`PyModule_GetDict`).
    fn dict(&self) -> Bound<'py, PyDict>;

    /// The module's `__name__` (`PyModule_GetNameObject`).
    fn name(&self) -> PyResult<Bound<'py, PyString>>;

    /// The module's `__file__` (`PyModule_GetFilenameObject`). Raises `SystemError` where it has none.
    fn filename(&self) -> PyResult<Bound<'py, PyString>>;

    /// Sets an attribute of the module.
    fn add<N, V>(&self, name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>;
}

impl<'py> PyModuleMethods<'py> for Bound<'py, PyModule> {
    fn dict(&self) -> Bound<'py, PyDict> {
        // SAFETY: a live module, which has one dict for as long as it lives.
        unsafe {
            let dict = ffi::PyModule_GetDict(self.as_ptr());
            Bound::from_borrowed_ptr(self.py(), dict).into_unchecked()
        }
    }

    fn name(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: a live module; the call returns a `str` or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(self.py(), ffi::PyModule_GetNameObject(self.as_ptr()))
                .map(|name| name.into_unchecked())
        }
    }

    fn filename(&self) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: a live module; the call returns a `str` or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(self.py(), ffi::PyModule_GetFilenameObject(self.as_ptr()))
                .map(|name| name.into_unchecked())
        }
    }

    fn add<N, V>(&self, name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        self.as_any().setattr(name, value)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyModule> {}
}
