//! Making type objects.

use std::ffi::{CString, c_uint, c_void};

use super::construct::tp_new;
use super::dealloc::dealloc;
use super::object::PyClassObject;
use super::{Policy, PyClass, slot};
use crate::exceptions::PyValueError;
use crate::types::{PyModule, PyModuleMethods, PyType};
use crate::{Bound, Py, PyErr, PyResult, Python, ffi, gc};

/// Makes the type of `T` for a module instance and gives it to the module.
///
/// The first one in an interpreter is the type of objects that Rust code makes, once its module is there to
/// stay: see [`settle`].
pub(crate) fn add_to_module<T: PyClass>(module: &Bound<'_, PyModule>, name: &str) -> PyResult<()> {
    let class = create::<T>(module.py(), Some(module))?;
    T::cell().begin(class.clone().unbind());
    module.add(name, class)
}

/// Follows [`add_to_module`], even where that has failed: says whether the module's execution was
/// successful. If not, nothing is left of the type.
pub(crate) fn settle<T: PyClass>(module: &Bound<'_, PyModule>, stays: bool) -> PyResult<()> {
    let py = module.py();
    // SAFETY: a live type that `create` has made for a module: it returns the module.
    let is_of_module = |class: &Py<PyType>| unsafe {
        class.is_home() && ffi::PyType_GetModule(class.as_ptr().cast()) == module.as_ptr()
    };
    // The lock of the cell is not held when the type is released, which may run finalizers.
    match T::cell().end(is_of_module) {
        Some(class) if stays => T::cell().insert(class.into_bound(py)).map(drop),
        _ => Ok(()),
    }
}

/// The type of the objects of `T` that Rust code makes in this interpreter. A class that no module
/// exports gets its type here, on first use.
pub(crate) fn type_object<T: PyClass>(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
    match T::cell().current(py) {
        Some(class) => Ok(class),
        None => T::cell().insert(create::<T>(py, None)?),
    }
}

/// `PyType_FromModuleAndSpec`.
fn create<'py, T: PyClass>(
    py: Python<'py>,
    module: Option<&Bound<'py, PyModule>>,
) -> PyResult<Bound<'py, PyType>> {
    let () = PyClassObject::<T>::ALIGNMENT_FITS;
    let tables = T::cell().tables::<T>();
    if T::Policy::ALWAYS_LOCKED {
        T::cell().bias().begin();
    }
    let mut slots = vec![
        slot(ffi::Py_tp_dealloc, dealloc::<T> as *mut c_void),
        // CPython never writes to the tables; it declares them mutable.
        slot(ffi::Py_tp_methods, tables.methods.as_ptr() as *mut c_void),
        slot(ffi::Py_tp_getset, tables.properties.as_ptr() as *mut c_void),
        slot(ffi::Py_tp_doc, tables.doc.as_ptr() as *mut c_void),
    ];
    slots.extend_from_slice(T::METHODS.slots);
    // Immutable, as built-in types are: `__new__` of a mutable type could be replaced by one that
    // leads to `object.__new__`, which makes objects without a payload.
    let mut flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_IMMUTABLETYPE;
    if T::SUBCLASS {
        flags |= ffi::Py_TPFLAGS_BASETYPE;
    }
    if gc::is_collected::<T>() {
        flags |= ffi::Py_TPFLAGS_HAVE_GC;
        slots.extend(gc::slots::<T>());
    }
    match T::METHODS.constructor {
        Some(_) => slots.push(slot(ffi::Py_tp_new, tp_new::<T> as *mut c_void)),
        // Without this, CPython would inherit `object.__new__`.
        None => flags |= ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION,
    }
    slots.push(slot(0, std::ptr::null_mut()));

    let name = match module {
        Some(module) => format!("{}.{}", module.name()?, T::NAME),
        None => format!("builtins.{}", T::NAME),
    };
    let name = CString::new(name)
        .map_err(|_| PyValueError::new_err("the name of the module contains a NUL"))?;
    let mut spec = ffi::PyType_Spec {
        name: name.as_ptr(),
        basicsize: PyClassObject::<T>::BASIC_SIZE,
        itemsize: 0,
        flags: flags as c_uint,
        slots: slots.as_mut_ptr(),
    };
    let module = module.map_or(std::ptr::null_mut(), |module| module.as_ptr());
    // SAFETY: attached. Since 3.11 CPython copies the name, the doc and the slots; the tables that it
    // keeps pointers to live for ever. The slots hold functions of the right signatures for objects of
    // this layout, by the contract of `PyClass`.
    unsafe {
        let class = ffi::PyType_FromModuleAndSpec(module, &mut spec, std::ptr::null_mut());
        if class.is_null() {
            return Err(PyErr::fetch(py));
        }
        // There is no slot for it before 3.14. Types that are derived from this one do not inherit it: they may
        // have an `__init__`.
        (*class.cast::<ffi::PyTypeObject>()).tp_vectorcall = T::METHODS
            .constructor
            .map(|constructor| constructor.vectorcall);
        Ok(Bound::from_owned_ptr(py, class).cast_into_unchecked())
    }
}
