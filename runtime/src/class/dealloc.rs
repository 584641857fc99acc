//! The end of an object.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::PyClass;
use super::object::PyClassObject;
use crate::attach::{PayloadDrop, release_set_aside_once, status};
use crate::capi::refcount::decref;
use crate::{PyErr, Python, chaos, ffi, gc, panic};

/// `tp_dealloc`: takes the object from the collector, drops the payload, frees the memory, gives up the reference to the type.
///
/// References that die with the payload are released afterwards, one after the other, so that a chain
/// of objects of any length needs no deep stack.
pub(super) unsafe extern "C" fn dealloc<T: PyClass>(object: *mut ffi::PyObject) {
    chaos::point();
    // SAFETY: CPython calls this once, attached, when the last reference is gone: nobody else can
    // reach the object, so the payload may be dropped without its lock. `new_object` initialised it.
    // The type was created by `create`, so each instance owns a reference to it.
    unsafe {
        if gc::is_collected::<T>() {
            // First of all: `Drop` of a payload may run Python code, and so a collection, which would read the payload
            // meanwhile, and take the object for garbage that it has to end itself.
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        if std::mem::needs_drop::<T>() {
            drop_payload::<T>(object);
        }
        let class = ffi::Py_TYPE(object);
        match (*class).tp_free {
            Some(free) => free(object.cast()),
            None => ffi::PyObject_Free(object.cast()),
        }
        decref(class.cast());
    }
    status(release_set_aside_once);
}

/// # Safety
/// The object's payload is initialised, nobody else can reach it, and it is not used afterwards.
unsafe fn drop_payload<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: destructors run attached, and never inside an exclusive section, where no reference is
    // given up.
    let py = unsafe { Python::assume_attached() };
    // An object may die while an exception is being handled: the payload's `Drop` must not see it.
    let pending = PyErr::take(py);
    let dropped = {
        let _drop = PayloadDrop::begin();
        // SAFETY: the caller's contract.
        catch_unwind(AssertUnwindSafe(|| unsafe {
            std::ptr::drop_in_place(PyClassObject::<T>::payload(object.cast()));
        }))
    };
    if let Err(payload) = dropped {
        panic::report(py, payload);
    }
    if let Some(pending) = pending {
        pending.restore(py);
    }
}
