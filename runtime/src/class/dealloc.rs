//! The end of an object.
//!
//! Each object owns a reference to its type. From 3.14 on, CPython without the GIL counts those for each thread, so that
//! threads that make objects of one class do not write to one counter. But only CPython can give such a reference back
//! in the same way, in its `subtype_dealloc`, which types have that say nothing of `tp_dealloc`: what an extension module calls is
//! `Py_DECREF`, and that writes to the type. So a class leaves its objects' end to CPython where it can, and
//! puts what it has to do itself into `tp_free`. Classes that others derive from inherit `tp_dealloc` to those, but not
//! `tp_free`; so they can do this only if there is nothing to be done.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::object::PyClassObject;
use super::{PyClass, slot};
use crate::attach::{PayloadDrop, release_set_aside_once, status};
use crate::capi::refcount::decref;
use crate::{PyErr, Python, chaos, ffi, gc, panic};

/// What the type says about the end of its objects.
pub(super) enum End {
    /// Nothing.
    OfPython,
    Free(ffi::freefunc),
    Dealloc(ffi::destructor),
}

impl End {
    pub(super) const fn of<T: PyClass>() -> End {
        const COUNTED_BY_THREAD: bool = cfg!(all(Py_GIL_DISABLED, Py_3_14));
        match (COUNTED_BY_THREAD, has_to_do::<T>(), T::SUBCLASS) {
            (true, false, _) => End::OfPython,
            (true, true, false) => End::Free(free::<T>),
            _ => End::Dealloc(dealloc::<T>),
        }
    }

    pub(super) fn slot(&self) -> Option<ffi::PyType_Slot> {
        match *self {
            End::OfPython => None,
            End::Free(free) => Some(slot(ffi::Py_tp_free, free as *mut c_void)),
            End::Dealloc(dealloc) => Some(slot(ffi::Py_tp_dealloc, dealloc as *mut c_void)),
        }
    }
}

/// Whether there is something to do at the end of an object but what CPython does.
const fn has_to_do<T: PyClass>() -> bool {
    std::mem::needs_drop::<T>() || gc::is_collected::<T>() || chaos::IS_ON
}

/// `tp_dealloc`: takes the object from the collector, drops the payload, frees the memory, gives up the reference to the type.
///
/// References that die with the payload are released afterwards, one after the other, so that a chain
/// of objects of any length needs no deep stack.
unsafe extern "C" fn dealloc<T: PyClass>(object: *mut ffi::PyObject) {
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
        end_payload::<T>(object);
        let class = ffi::Py_TYPE(object);
        match (*class).tp_free {
            Some(free) => free(object.cast()),
            None => ffi::PyObject_Free(object.cast()),
        }
        decref(class.cast());
    }
    if has_to_do::<T>() {
        status(release_set_aside_once);
    }
}

/// `tp_free`, after CPython has taken the object from the collector: drops the payload, frees the memory. CPython gives up
/// the reference to the type.
unsafe extern "C" fn free<T: PyClass>(object: *mut c_void) {
    chaos::point();
    // SAFETY: as in `dealloc`, which CPython's own does the rest of. Only it calls this: no type is derived from this one,
    // and new memory has become an object with a payload before anybody can give it up.
    unsafe {
        end_payload::<T>(object.cast());
        match gc::is_collected::<T>() {
            true => ffi::PyObject_GC_Del(object),
            false => ffi::PyObject_Free(object),
        }
    }
    status(release_set_aside_once);
}

/// # Safety
/// As for `drop_payload`.
#[inline(always)]
unsafe fn end_payload<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: the caller's contract.
    unsafe {
        if std::mem::needs_drop::<T>() {
            drop_payload::<T>(object);
        }
    }
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
