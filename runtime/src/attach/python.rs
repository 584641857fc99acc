//! What the token gives access to.

use std::ffi::{CStr, c_int};

use super::token::Python;
use crate::handle::PyTypeInfo;
use crate::types::{PyAny, PyAnyMethods, PyDict, PyDictMethods, PyModule, PyType};
use crate::{Bound, Py, PyResult, ffi};

/// A version of Python: `sys.version_info`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct PythonVersion {
    /// 3.
    pub major: u8,
    /// 14, for 3.14.
    pub minor: u8,
    /// 7, for 3.14.7.
    pub patch: u8,
}

impl PartialEq<(u8, u8)> for PythonVersion {
    fn eq(&self, other: &(u8, u8)) -> bool {
        (self.major, self.minor) == *other
    }
}

impl PartialOrd<(u8, u8)> for PythonVersion {
    fn partial_cmp(&self, other: &(u8, u8)) -> Option<std::cmp::Ordering> {
        (self.major, self.minor).partial_cmp(other)
    }
}

impl<'py> Python<'py> {
    /// `None` (`Py_None`). Never suspends.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// Python::attach(|py| assert!(py.None().is_none(py)));
    /// ```
    #[allow(non_snake_case)]
    pub fn None(self) -> Py<PyAny> {
        // SAFETY: attached; `None` lives as long as the interpreter.
        unsafe { Py::from_borrowed_ptr(self, ffi::Py_None()) }
    }

    /// Imports a module (`PyImport_Import`). Runs Python code.
    ///
    /// # Errors
    /// `ImportError`, and whatever the module raises.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// # fn f(py: Python<'_>) -> PyResult<()> {
    /// let tau: f64 = py.import("math")?.getattr("tau")?.extract()?;
    /// # Ok(()) }
    /// ```
    pub fn import(self, name: &str) -> PyResult<Bound<'py, PyModule>> {
        PyModule::import(self, name)
    }

    /// The type object of `T` in this interpreter.
    ///
    /// # Errors
    /// What making the type raises, for a class that is used for the first time.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// # fn f(py: Python<'_>) -> PyResult<()> {
    /// let list = py.get_type::<PyList>()?.call0()?;
    /// # Ok(()) }
    /// ```
    pub fn get_type<T: PyTypeInfo>(self) -> PyResult<Bound<'py, PyType>> {
        T::type_object(self)
    }

    /// Runs statements (`Py_file_input`), by default in `__main__`.
    ///
    /// # Errors
    /// `SyntaxError`, and whatever the code raises.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// # fn f(py: Python<'_>) -> PyResult<()> {
    /// py.run(c"print('hello')", None, None)
    /// # }
    /// ```
    pub fn run(
        self,
        code: &CStr,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<()> {
        self.run_code(code, ffi::Py_file_input, globals, locals)
            .map(drop)
    }

    /// The value of an expression (`Py_eval_input`), by default in `__main__`.
    ///
    /// # Errors
    /// `SyntaxError`, and whatever the code raises.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// # fn f(py: Python<'_>) -> PyResult<()> {
    /// let three: i64 = py.eval(c"1 + 2", None, None)?.extract()?;
    /// # Ok(()) }
    /// ```
    pub fn eval(
        self,
        code: &CStr,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run_code(code, ffi::Py_eval_input, globals, locals)
    }

    fn run_code(
        self,
        code: &CStr,
        start: c_int,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let globals = match globals {
            Some(globals) => globals.clone(),
            None => self
                .import("__main__")?
                .getattr("__dict__")?
                .cast_into::<PyDict>()?,
        };
        // As `exec` does: the import functions of the C API look for them there.
        // SAFETY: attached; a borrowed reference that the interpreter keeps is returned.
        let builtins =
            unsafe { Bound::<PyAny>::from_borrowed_ptr_or_opt(self, ffi::PyEval_GetBuiltins()) };
        if let Some(builtins) = builtins {
            globals.set_default("__builtins__", builtins)?;
        }
        let locals = locals.unwrap_or(&globals);
        // SAFETY: attached; the strings are terminated; both dictionaries are alive; new references
        // are returned, or null with an exception.
        unsafe {
            let code = ffi::Py_CompileString(code.as_ptr(), c"<string>".as_ptr(), start);
            let code = Bound::from_owned_ptr_or_err(self, code)?;
            let value = ffi::PyEval_EvalCode(code.as_ptr(), globals.as_ptr(), locals.as_ptr());
            Bound::from_owned_ptr_or_err(self, value)
        }
    }

    /// The version of the running interpreter (`Py_Version`). Never suspends.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// Python::attach(|py| assert!(py.version_info() >= (3, 11)));
    /// ```
    pub fn version_info(self) -> PythonVersion {
        // SAFETY: a constant.
        let [major, minor, patch, _release_level] = unsafe { ffi::Py_Version as u32 }.to_be_bytes();
        PythonVersion {
            major,
            minor,
            patch,
        }
    }
}
