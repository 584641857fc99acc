//! The tables by which CPython finds everything.

use std::cell::UnsafeCell;
use std::ffi::{c_int, c_uint, c_void};
use std::mem::size_of;

use pyo3_ffi as ffi;

use crate::{Histogram, add, counts, dealloc, exec, take, total};

/// A table that CPython takes by a mutable pointer, and writes to while it holds a lock of its own, or not at all.
#[repr(transparent)]
struct Table<T>(UnsafeCell<T>);

// SAFETY: Rust only passes it on.
unsafe impl<T> Sync for Table<T> {}

const fn table<T>(rows: T) -> Table<T> {
    Table(UnsafeCell::new(rows))
}

static METHODS: Table<[ffi::PyMethodDef; 5]> = table([
    method(c"add", add, ffi::METH_O),
    method(c"take", take, ffi::METH_O),
    method(c"total", total, ffi::METH_NOARGS),
    method(c"counts", counts, ffi::METH_NOARGS),
    ffi::PyMethodDef::zeroed(),
]);

const fn method(
    name: &'static std::ffi::CStr,
    function: ffi::PyCFunction,
    flags: c_int,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer {
            PyCFunction: function,
        },
        ml_flags: flags,
        ml_doc: std::ptr::null(),
    }
}

static CLASS_SLOTS: Table<[ffi::PyType_Slot; 3]> = table([
    ffi::PyType_Slot {
        slot: ffi::Py_tp_methods,
        pfunc: (&raw const METHODS).cast_mut().cast(),
    },
    ffi::PyType_Slot {
        slot: ffi::Py_tp_dealloc,
        pfunc: dealloc as *mut c_void,
    },
    ffi::PyType_Slot {
        slot: 0,
        pfunc: std::ptr::null_mut(),
    },
]);

static CLASS: Table<ffi::PyType_Spec> = table(ffi::PyType_Spec {
    name: c"rawffi.Histogram".as_ptr(),
    basicsize: size_of::<Histogram>() as c_int,
    itemsize: 0,
    flags: ffi::Py_TPFLAGS_DEFAULT as c_uint,
    slots: (&raw const CLASS_SLOTS).cast_mut().cast(),
});

/// The description of the type.
pub fn class() -> *mut ffi::PyType_Spec {
    (&raw const CLASS).cast_mut().cast()
}

const SLOTS: usize = 2 + cfg!(Py_3_12) as usize + cfg!(Py_3_13) as usize;

static MODULE_SLOTS: Table<[ffi::PyModuleDef_Slot; SLOTS]> = table([
    ffi::PyModuleDef_Slot {
        slot: ffi::Py_mod_exec,
        value: exec as *mut c_void,
    },
    #[cfg(Py_3_12)]
    ffi::PyModuleDef_Slot {
        slot: ffi::Py_mod_multiple_interpreters,
        value: ffi::Py_MOD_PER_INTERPRETER_GIL_SUPPORTED,
    },
    #[cfg(Py_3_13)]
    ffi::PyModuleDef_Slot {
        slot: ffi::Py_mod_gil,
        value: ffi::Py_MOD_GIL_NOT_USED,
    },
    ffi::PyModuleDef_Slot {
        slot: 0,
        value: std::ptr::null_mut(),
    },
]);

static MODULE: Table<ffi::PyModuleDef> = table(ffi::PyModuleDef {
    m_base: ffi::PyModuleDef_HEAD_INIT,
    m_name: c"rawffi".as_ptr(),
    m_doc: c"Histograms of bytes.".as_ptr(),
    m_size: 0,
    m_methods: std::ptr::null_mut(),
    m_slots: (&raw const MODULE_SLOTS).cast_mut().cast(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
});

#[unsafe(no_mangle)]
extern "C" fn PyInit_rawffi() -> *mut ffi::PyObject {
    // SAFETY: CPython calls this attached; the definition lives as long as the library.
    unsafe { ffi::PyModuleDef_Init((&raw const MODULE).cast_mut().cast()) }
}
