//! Objects of classes: what `tp_traverse` and `tp_clear` do.
//!
//! A class takes part in collections if `fields.rs` finds something, or if it has a `__traverse__`; objects of all others
//! are not known to the collector, and pay nothing.
//!
//! Why reading a payload without its lock is sound here. CPython calls `tp_traverse` on a thread that is attached, and with
//! all other attached threads stopped or waiting for the GIL; also for `gc.get_referents` and `gc.get_referrers`. A `&mut`
//! to a payload exists only
//!
//! - in an exclusive section, which begins and ends on an attached thread, and in between reaches no safe point: so no
//!   other thread is in one now. This thread is not either, because nothing in a section can begin a collection. Should
//!   foreign code have detached a thread in one, or collected in one, the object's busy mark is set, and the payload left
//!   alone. A mark can only be cleared while the world is stopped: to set it, a thread has to be attached. What is
//!   visited once is visited until the world goes on, then, as the collector wants it.
//! - in `Drop`, and then the object is not tracked any more;
//! - before the object is made: `new_object` gets a finished payload, and moves it in before anything can stop it.

use std::any::Any;
use std::ffi::{c_int, c_void};

use super::fields::FieldObjects;
use super::{PyTraverseError, PyVisit, traversing};
use crate::class::{
    ClassMethods, FrozenClass, LockedClass, PyClass, PyClassObject, frozen, receiver, slot,
};
use crate::function::trampoline;
use crate::section::{Locked1, Write, exclusive};
use crate::{Bound, PyResult, ffi};

/// What a class does in collections on its own: with the fields that own references.
#[derive(Clone, Copy)]
pub struct ClassCollected {
    /// Whether there is such a field.
    has_fields: bool,
    traverse: ffi::traverseproc,
    clear: ffi::inquiry,
}

impl ClassCollected {
    /// For a class with a lock.
    pub const fn locked<T: FieldObjects + LockedClass>() -> ClassCollected {
        ClassCollected {
            has_fields: T::ANY,
            traverse: traverse::<T>,
            clear: clear_locked::<T>,
        }
    }

    /// For a class whose objects never change, but for what is in locks of their own.
    pub const fn frozen<T: FieldObjects + FrozenClass>() -> ClassCollected {
        ClassCollected {
            has_fields: T::ANY,
            traverse: traverse::<T>,
            clear: clear_frozen::<T>,
        }
    }

    /// Adds the slots of a class that takes part in collections: its own, where `#[pymethods]` has none.
    pub(crate) fn add_slots(&self, methods: &ClassMethods, slots: &mut Vec<ffi::PyType_Slot>) {
        for (id, function) in &[
            (ffi::Py_tp_traverse, self.traverse as *mut c_void),
            (ffi::Py_tp_clear, self.clear as *mut c_void),
        ] {
            if self.has_fields && !methods.fills(*id) {
                slots.push(slot(*id, *function));
            }
        }
    }
}

/// Whether objects of `T` are tracked by the collector.
pub(crate) const fn is_collected<T: PyClass>() -> bool {
    T::COLLECTED.has_fields || T::METHODS.fills(ffi::Py_tp_traverse)
}

/// `tp_traverse` of an object: its type, and what `body` visits of its payload.
///
/// # Safety
/// CPython calls `tp_traverse` with these arguments, of an object of class `T`. `body` visits each reference at most
/// once, and only those that the payload owns.
#[inline]
pub unsafe fn traverse_object<T: PyClass>(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
    body: impl FnOnce(&T, PyVisit<'_>) -> Result<(), PyTraverseError>,
) -> c_int {
    traversing(visit, arg, |visit| {
        let object = object.cast::<PyClassObject<T>>();
        // SAFETY: the collector passes a live object. Objects of heap types own a reference to their type; if it was
        // derived in Python, `subtype_traverse` leaves it to this base, which is a heap type too.
        unsafe { visit.object(ffi::Py_TYPE(object.cast()).cast()) }?;
        // SAFETY: as above; the field is only accessed atomically.
        if unsafe { PyClassObject::usage(object) }.is_in_use() {
            return Ok(());
        }
        // SAFETY: the object is tracked, so its payload is there, and no `&mut` to it exists until this returns:
        // see above.
        body(unsafe { &*PyClassObject::payload(object) }, *visit)
    })
}

unsafe extern "C" fn traverse<T: FieldObjects>(
    object: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: CPython calls; by the contract of `FieldObjects` each field is visited once, and `Visited` is only
    // implemented for what owns its references.
    unsafe {
        traverse_object::<T>(object, visit, arg, |this, visit| {
            this.each(&mut |field| field.visit(&visit))
        })
    }
}

/// `tp_clear` of a class with a lock. The collector calls it with the world running again, and finalizers may have
/// given the object to other threads: so it takes the lock, as everybody does.
unsafe extern "C" fn clear_locked<T: FieldObjects + LockedClass>(
    object: *mut ffi::PyObject,
) -> c_int {
    // SAFETY: CPython calls, with a live object of the class.
    unsafe { clearing::<T>(object, taken_under_lock) }
}

/// `tp_clear` of a frozen class: only what is in a lock can be taken out.
unsafe extern "C" fn clear_frozen<T: FieldObjects + FrozenClass>(
    object: *mut ffi::PyObject,
) -> c_int {
    // SAFETY: as above.
    unsafe { clearing::<T>(object, |object| Ok(taken_out_of_locks(object))) }
}

type Taken = Vec<Box<dyn Any>>;

fn taken_under_lock<T: FieldObjects + LockedClass>(object: &Bound<'_, T>) -> PyResult<Taken> {
    let who = Locked1 {
        function: T::NAME,
        param: "self",
    };
    exclusive::<Write<T>, _>(object, &who, |_, this| {
        let mut taken = Vec::new();
        this.each_mut(&mut |field| taken.extend(field.emptied()));
        taken
    })
}

fn taken_out_of_locks<T: FieldObjects + FrozenClass>(object: &Bound<'_, T>) -> Taken {
    let mut taken = Vec::new();
    let each = frozen(object).each(&mut |field| {
        taken.extend(field.taken());
        Ok(())
    });
    debug_assert!(each.is_ok(), "nothing in here can fail");
    taken
}

/// What `take` finds is dropped after the lock is released: that may run finalizers, which may take it.
///
/// # Safety
/// CPython calls, with a live object of class `T`.
unsafe fn clearing<T: FieldObjects>(
    object: *mut ffi::PyObject,
    take: impl FnOnce(&Bound<'_, T>) -> PyResult<Taken>,
) -> c_int {
    // SAFETY: the caller's contract.
    unsafe {
        trampoline(|py| {
            drop(take(receiver::<T>(py, &object))?);
            Ok(0)
        })
    }
}
