//! What a type object is made from.

use std::ffi::{CStr, c_int, c_void};

use super::construct::tp_new;
use super::dealloc::End;
use super::object::PyClassObject;
use super::{ClassCell, ClassMethods, Policy, PropertyDef, PyClass, slot};
use crate::{ffi, gc};

/// A class with its Rust type forgotten, so that what makes and finds type objects is compiled once, and not for
/// each class.
pub(crate) struct Description {
    pub(super) name: &'static str,
    pub(super) doc: &'static CStr,
    pub(super) methods: ClassMethods,
    pub(super) fields: &'static [PropertyDef],
    pub(super) subclass: bool,
    pub(super) is_locked: bool,
    pub(super) basic_size: c_int,
    pub(super) end: End,
    pub(super) new: ffi::newfunc,
    /// What it does in collections, if it takes part.
    collected: Option<gc::ClassCollected>,
    cell: fn() -> &'static ClassCell,
}

impl Description {
    /// That of `T`.
    pub(crate) const fn of<T: PyClass>() -> &'static Description {
        const {
            let () = PyClassObject::<T>::ALIGNMENT_FITS;
            &Description {
                name: T::NAME,
                doc: T::DOC,
                methods: T::METHODS,
                fields: T::FIELDS,
                subclass: T::SUBCLASS,
                is_locked: T::Policy::IS_LOCKED,
                basic_size: PyClassObject::<T>::BASIC_SIZE,
                end: End::of::<T>(),
                new: tp_new::<T>,
                collected: match gc::is_collected::<T>() {
                    true => Some(T::COLLECTED),
                    false => None,
                },
                cell: T::cell,
            }
        }
    }

    pub(crate) fn cell(&self) -> &'static ClassCell {
        (self.cell)()
    }

    /// `Py_TPFLAGS_…`
    pub(super) fn flags(&self) -> std::ffi::c_ulong {
        // Immutable, as built-in types are: `__new__` of a mutable type could be replaced by one that
        // leads to `object.__new__`, which makes objects without a payload.
        let mut flags = ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_IMMUTABLETYPE;
        if self.subclass {
            flags |= ffi::Py_TPFLAGS_BASETYPE;
        }
        if self.collected.is_some() {
            flags |= ffi::Py_TPFLAGS_HAVE_GC;
        }
        if self.methods.constructor.is_none() {
            // Without this, CPython would inherit `object.__new__`.
            flags |= ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        }
        flags
    }

    /// The slots that are not tables, terminated. They hold functions of the right signatures for objects of the
    /// class's layout, by the contract of `PyClass`.
    pub(super) fn slots(&self) -> Vec<ffi::PyType_Slot> {
        let mut slots = self.methods.slots.to_vec();
        if let Some(end) = self.end.slot() {
            slots.push(end);
        }
        if self.methods.constructor.is_some() {
            slots.push(slot(ffi::Py_tp_new, self.new as *mut c_void));
        }
        if let Some(collected) = &self.collected {
            collected.add_slots(&self.methods, &mut slots);
        }
        slots
    }
}
