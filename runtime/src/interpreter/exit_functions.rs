//! Python's list of functions that an interpreter runs at its exit.

use std::ffi::CStr;

use crate::types::{PyAny, PyAnyMethods, PyString};
use crate::{Bound, PyErr, PyResult, Python, ffi};

const NAME: &CStr = c"atexit";

/// `atexit.register(function)`.
pub(super) fn register(function: &Bound<'_, PyAny>) -> PyResult<()> {
    call(&module(function.py())?, "register", function).map(drop)
}

/// The module `atexit`. It is built into Python, and the functions are kept in the interpreter, not in the module. So if
/// nobody has imported it, one is made for this moment, as `importlib` does it, but without all that `importlib` does
/// around it: that was a third of the time that a module of ours takes to import after it is loaded.
fn module(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let name = PyString::try_intern(py, "atexit")?;
    let importer = PyString::try_intern(py, "_imp")?;
    let module = imported(&name)
        .or_else(|| made(&imported(&importer)?, &name).ok())
        // There is none where Python has it elsewhere.
        .filter(|module| !module.is_none());
    match module {
        Some(module) => Ok(module),
        // Whatever was in the way: this is always right.
        // SAFETY: attached; a new reference is returned, or null with an exception.
        None => unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PyImport_ImportModule(NAME.as_ptr()))
        },
    }
}

/// From `sys.modules`.
#[inline(never)]
fn imported<'py>(name: &Bound<'py, PyString>) -> Option<Bound<'py, PyAny>> {
    // SAFETY: attached; a new reference is returned, or null, perhaps with an exception.
    let module = unsafe {
        let module = ffi::PyImport_GetModule(name.as_ptr());
        Bound::from_owned_ptr_or_opt(name.py(), module)
    };
    if module.is_none() {
        drop(PyErr::take(name.py()));
    }
    module
}

/// A module that is built in. All that is asked of its "spec" is the attribute `name`.
#[inline(never)]
fn made<'py>(
    importer: &Bound<'py, PyAny>,
    name: &Bound<'py, PyString>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = importer.py();
    // SAFETY: attached; a new reference is returned, or null with an exception. The attribute's name is static, and
    // both objects are alive.
    let spec = unsafe {
        let spec = ffi::PyModule_NewObject(name.as_ptr());
        let spec = Bound::<PyAny>::from_owned_ptr_or_err(py, spec)?;
        let set = ffi::PyObject_SetAttrString(spec.as_ptr(), c"name".as_ptr(), name.as_ptr());
        crate::err::check(py, set)?;
        spec
    };
    let module = call(importer, "create_builtin", &spec)?;
    call(importer, "exec_builtin", &module)?;
    Ok(module)
}

#[inline(never)]
fn call<'py>(
    object: &Bound<'py, PyAny>,
    method: &str,
    argument: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    object.call_method1(method, (argument,))
}
