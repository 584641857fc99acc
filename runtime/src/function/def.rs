//! Entries of method tables, one constructor per calling convention.

use std::ffi::CStr;

use crate::ffi;

/// `METH_NOARGS`, `METH_O`, and the functions behind `METH_FASTCALL`.
pub type TwoPointers =
    unsafe extern "C" fn(*mut ffi::PyObject, *mut ffi::PyObject) -> *mut ffi::PyObject;
/// `METH_FASTCALL`.
pub type Fastcall = unsafe extern "C" fn(
    *mut ffi::PyObject,
    *const *mut ffi::PyObject,
    ffi::Py_ssize_t,
) -> *mut ffi::PyObject;

/// No arguments (`METH_NOARGS`).
pub const fn noargs(name: &'static CStr, f: TwoPointers, doc: &'static CStr) -> ffi::PyMethodDef {
    method(
        name,
        ffi::PyMethodDefPointer { PyCFunction: f },
        ffi::METH_NOARGS,
        doc,
    )
}

/// One positional argument (`METH_O`).
pub const fn one(name: &'static CStr, f: TwoPointers, doc: &'static CStr) -> ffi::PyMethodDef {
    method(
        name,
        ffi::PyMethodDefPointer { PyCFunction: f },
        ffi::METH_O,
        doc,
    )
}

/// Positional arguments (`METH_FASTCALL`).
pub const fn fastcall(name: &'static CStr, f: Fastcall, doc: &'static CStr) -> ffi::PyMethodDef {
    method(
        name,
        ffi::PyMethodDefPointer {
            // The binding declares the array mutable, against CPython's header.
            // SAFETY: function pointers whose types differ in the constness of a pointer are called
            // alike.
            PyCFunctionFast: unsafe { std::mem::transmute::<Fastcall, ffi::PyCFunctionFast>(f) },
        },
        ffi::METH_FASTCALL,
        doc,
    )
}

/// No arguments (`METH_FASTCALL`), which the function has to see to itself: Python code calls functions of modules, and
/// static methods, faster so than by `METH_NOARGS`, from 3.11 on with the GIL and from 3.14 on without.
pub const fn fastcall_nothing(
    name: &'static CStr,
    f: Fastcall,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    fastcall(name, f, doc)
}

/// Positional and keyword arguments (`METH_FASTCALL | METH_KEYWORDS`).
pub const fn fastcall_keywords(
    name: &'static CStr,
    f: ffi::PyCFunctionFastWithKeywords,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    method(
        name,
        ffi::PyMethodDefPointer {
            PyCFunctionFastWithKeywords: f,
        },
        ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
        doc,
    )
}

/// The same as a static method (`METH_STATIC`).
pub const fn static_(mut def: ffi::PyMethodDef) -> ffi::PyMethodDef {
    def.ml_flags |= ffi::METH_STATIC;
    def
}

/// The same for a static method that needs its class, to find the module's state: CPython passes none to
/// `METH_STATIC`, so it is a class method (`METH_CLASS`).
pub const fn class_level(mut def: ffi::PyMethodDef) -> ffi::PyMethodDef {
    def.ml_flags |= ffi::METH_CLASS;
    def
}

const fn method(
    name: &'static CStr,
    ml_meth: ffi::PyMethodDefPointer,
    ml_flags: std::ffi::c_int,
    doc: &'static CStr,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth,
        ml_flags,
        ml_doc: doc.as_ptr(),
    }
}
