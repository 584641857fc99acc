//! Making type objects.

use std::ffi::{c_uint, c_void};

use super::{Description, PyClass, slot};
use crate::err::push_all;
use crate::exceptions::PyValueError;
use crate::types::{PyModule, PyModuleMethods, PyStringMethods, PyType};
use crate::{Bound, Py, PyErr, PyResult, Python, ffi};

/// Makes the type of a class for a module instance and gives it to the module.
///
/// The first one in an interpreter is the type of objects that Rust code makes, once its module is there to
/// stay: see [`settle`].
pub(crate) fn add_to_module(
    class: &Description,
    module: &Bound<'_, PyModule>,
    name: &str,
) -> PyResult<()> {
    let made = create(module.py(), class, Some(module))?;
    class.cell().begin(made.clone().unbind());
    module.add(name, made)
}

/// Follows [`add_to_module`], even where that has failed: says whether the module's execution was
/// successful. If not, nothing is left of the type.
pub(crate) fn settle(
    class: &Description,
    module: &Bound<'_, PyModule>,
    stays: bool,
) -> PyResult<()> {
    let py = module.py();
    // SAFETY: a live type that `create` has made for a module: it returns the module.
    let is_of_module = |class: &Py<PyType>| unsafe {
        class.is_home() && ffi::PyType_GetModule(class.as_ptr().cast()) == module.as_ptr()
    };
    // The lock of the cell is not held when the type is released, which may run finalizers.
    match class.cell().end(is_of_module) {
        Some(made) if stays => class.cell().insert(made.into_bound(py)).map(drop),
        _ => Ok(()),
    }
}

/// The type of the objects of `T` that Rust code makes in this interpreter. A class that no module
/// exports gets its type here, on first use.
pub(crate) fn type_object<T: PyClass>(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    match T::cell().current(py) {
        Some(class) => Ok(class),
        None => make_without_module(py, Description::of::<T>()),
    }
}

#[cold]
fn make_without_module<'py>(py: Python<'py>, class: &Description) -> PyResult<Bound<'py, PyType>> {
    class.cell().insert(create(py, class, None)?)
}

/// `PyType_FromModuleAndSpec`.
fn create<'py>(
    py: Python<'py>,
    class: &Description,
    module: Option<&Bound<'py, PyModule>>,
) -> PyResult<Bound<'py, PyType>> {
    let tables = class.cell().tables(class);
    if class.is_locked {
        class.cell().bias().begin();
    }
    let mut slots = class.slots();
    slots.extend_from_slice(&[
        // CPython never writes to the tables; it declares them mutable.
        slot(ffi::Py_tp_methods, tables.methods.as_ptr() as *mut c_void),
        slot(ffi::Py_tp_getset, tables.properties.as_ptr() as *mut c_void),
        slot(ffi::Py_tp_doc, tables.doc.as_ptr() as *mut c_void),
        slot(0, std::ptr::null_mut()),
    ]);

    let mut name = String::new();
    match module {
        Some(module) => push_all(&mut name, &[&module.name()?.to_string_lossy()]),
        None => push_all(&mut name, &["builtins"]),
    }
    push_all(&mut name, &[".", class.name]);
    if name.as_bytes().contains(&0) {
        let text = "the name of the module contains a NUL";
        return Err(PyValueError::new_err(text));
    }
    push_all(&mut name, &["\0"]);
    let mut spec = ffi::PyType_Spec {
        name: name.as_ptr().cast(),
        basicsize: class.basic_size,
        itemsize: 0,
        flags: class.flags() as c_uint,
        slots: slots.as_mut_ptr(),
    };
    let module = module.map_or(std::ptr::null_mut(), |module| module.as_ptr());
    // SAFETY: attached. Since 3.11 CPython copies the name, the doc and the slots; the tables that it
    // keeps pointers to live for ever. The slots hold functions of the right signatures for objects of
    // this layout: see `Description::slots`.
    unsafe {
        let made = ffi::PyType_FromModuleAndSpec(module, &mut spec, std::ptr::null_mut());
        if made.is_null() {
            return Err(PyErr::fetch(py));
        }
        // There is no slot for it before 3.14. Types that are derived from this one do not inherit it: they may
        // have an `__init__`.
        (*made.cast::<ffi::PyTypeObject>()).tp_vectorcall = class
            .methods
            .constructor
            .map(|constructor| constructor.vectorcall);
        #[cfg(all(Py_GIL_DISABLED, not(Py_3_14)))]
        crate::capi::deferred::defer_counts(made);
        Ok(Bound::from_owned_ptr(py, made).cast_into_unchecked())
    }
}
