//! Modules.

use std::ffi::CStr;

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

    /// The module of this name in `sys.modules`; a new, empty one is put there if there is none
    /// (`PyImport_AddModuleRef`). Imports nothing.
    ///
    /// One step from Python 3.14 on and with the GIL. On 3.13t, of two threads that ask for the same
    /// module for the first time at once, one may get a module that the other has replaced.
    ///
    /// # Errors
    /// Out of memory, or what a replaced `sys.modules` raises. A name that is not UTF-8 is a
    /// `UnicodeDecodeError`.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn set_in_main(py: Python<'_>, name: &str, value: i64) -> PyResult<()> {
    ///     PyModule::add_module(py, c"__main__")?.add(name, value)
    /// }
    /// ```
    pub fn add_module<'py>(py: Python<'py>, name: &CStr) -> PyResult<Bound<'py, PyModule>> {
        // SAFETY: a C string; the call returns a strong reference to a module, or null with an error
        // set.
        unsafe {
            let module = ffi::compat::PyImport_AddModuleRef(name.as_ptr());
            Bound::from_owned_ptr_or_err(py, module).map(|module| module.into_unchecked())
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
