//! What almost every extension needs: `use freehold::prelude::*;`.

pub use crate::attributes::{
    allow_threads, critical_section, freehold, getter, new, pyclass, pyfunction, pymethods,
    pymodule, pymodule_export, pymodule_init, setter, staticmethod,
};
#[doc(no_inline)]
pub use crate::convert::{FromPyObject, IntoPyObject};
#[doc(no_inline)]
pub use crate::types::{
    PyAny, PyAnyMethods, PyBytes, PyBytesMethods, PyDict, PyDictMethods, PyIterator, PyList,
    PyListMethods, PyModule, PyModuleMethods, PyString, PyStringMethods, PyTuple, PyTupleMethods,
    PyType, PyTypeMethods,
};
#[doc(no_inline)]
pub use crate::{Attached, Bound, Detached, Interpreter, NoSuspend, Py, PyErr, PyResult, Python};
#[doc(hidden)]
pub use freehold_macros::pyo3;
