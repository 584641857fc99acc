//! What newer versions of Python have, for all: as in `pyo3-ffi`, by the functions of above.

pub use pyo3_ffi::compat::*;

#[cfg(Py_3_13)]
pub use super::{
    PyDict_GetItemRef, PyDict_SetDefaultRef, PyImport_AddModuleRef, PyList_GetItemRef,
    PyObject_GetOptionalAttr, PyWeakref_GetRef,
};

#[cfg(not(Py_3_13))]
pub use before_3_13::{PyDict_GetItemRef, PyImport_AddModuleRef, PyObject_GetOptionalAttr};

#[cfg(not(Py_3_13))]
mod before_3_13 {
    use crate::ffi::{self, PyObject};
    use std::ffi::{c_char, c_int};

    /// What the key is mapped to, as a strong reference: 1, or 0 and null, or -1 and an exception.
    ///
    /// # Safety
    /// As the documentation of the C API says.
    #[inline]
    pub unsafe fn PyDict_GetItemRef(
        dict: *mut PyObject,
        key: *mut PyObject,
        value: *mut *mut PyObject,
    ) -> c_int {
        // SAFETY: the caller's contract; what is found is alive, because the GIL is held.
        unsafe {
            let found = ffi::PyDict_GetItemWithError(dict, key);
            value.write(ffi::Py_XNewRef(found));
            match found.is_null() {
                true if ffi::PyErr_Occurred().is_null() => 0,
                true => -1,
                false => 1,
            }
        }
    }

    /// The attribute, as a strong reference: 1, or 0 and null, or -1 and an exception that is no `AttributeError`.
    ///
    /// # Safety
    /// As the documentation of the C API says.
    #[inline]
    pub unsafe fn PyObject_GetOptionalAttr(
        object: *mut PyObject,
        name: *mut PyObject,
        value: *mut *mut PyObject,
    ) -> c_int {
        // SAFETY: the caller's contract.
        unsafe {
            value.write(ffi::PyObject_GetAttr(object, name));
            if !(*value).is_null() {
                return 1;
            }
            if ffi::PyErr_ExceptionMatches(ffi::PyExc_AttributeError) == 0 {
                return -1;
            }
            ffi::PyErr_Clear();
            0
        }
    }

    /// The module of that name in `sys.modules`, made if there is none, as a strong reference.
    ///
    /// # Safety
    /// As the documentation of the C API says.
    #[inline]
    pub unsafe fn PyImport_AddModuleRef(name: *const c_char) -> *mut PyObject {
        // SAFETY: the caller's contract; what is found is alive, because the GIL is held.
        unsafe { ffi::Py_XNewRef(ffi::PyImport_AddModule(name)) }
    }
}
