//! What the macros say about a class, as data.

use std::ffi::{CStr, c_int, c_void};

use crate::ffi;

/// The methods, properties and special methods of a class.
#[derive(Clone, Copy)]
pub struct ClassMethods {
    pub(super) methods: &'static [ffi::PyMethodDef],
    pub(super) properties: &'static [PropertyDef],
    pub(super) slots: &'static [ffi::PyType_Slot],
    pub(super) constructor: Option<Constructor>,
}

impl ClassMethods {
    /// A class without `#[pymethods]`.
    pub const EMPTY: ClassMethods = ClassMethods {
        methods: &[],
        properties: &[],
        slots: &[],
        constructor: None,
    };

    /// The tables of a class, without terminating entries.
    ///
    /// # Safety
    /// They hold functions of the signatures that CPython calls them with, for objects of the class
    /// whose inherent constant they become.
    pub const unsafe fn new(
        methods: &'static [ffi::PyMethodDef],
        properties: &'static [PropertyDef],
        slots: &'static [ffi::PyType_Slot],
        constructor: Option<Constructor>,
    ) -> ClassMethods {
        ClassMethods {
            methods,
            properties,
            slots,
            constructor,
        }
    }

    /// Whether there is a special method for the slot.
    pub(crate) const fn fills(&self, id: c_int) -> bool {
        let mut index = 0;
        while index < self.slots.len() {
            if self.slots[index].slot == id {
                return true;
            }
            index += 1;
        }
        false
    }
}

/// `#[new]`.
#[derive(Clone, Copy)]
pub struct Constructor {
    /// `tp_vectorcall`.
    pub vectorcall: ffi::vectorcallfunc,
    /// The parameters as `inspect.signature` reads them: `(start=0)`.
    pub text_signature: &'static str,
}

/// One property.
#[derive(Clone, Copy)]
pub struct PropertyDef {
    /// The attribute's name.
    pub name: &'static CStr,
    /// Reads it.
    pub get: Option<ffi::getter>,
    /// Sets it.
    pub set: Option<ffi::setter>,
    /// The doc string; empty for none.
    pub doc: &'static CStr,
}

/// Stands in for `#[pymethods]` where a class has none: an inherent constant of the same name, which
/// `#[pymethods]` makes, shadows it.
pub trait NoMethods {
    /// Empty.
    const __ONLY_ONE_PYMETHODS_BLOCK_PER_CLASS: ClassMethods = ClassMethods::EMPTY;
}

impl<T> NoMethods for T {}

impl PropertyDef {
    /// The table entry for CPython.
    pub(super) fn to_getset(self) -> ffi::PyGetSetDef {
        ffi::PyGetSetDef {
            name: self.name.as_ptr(),
            get: self.get,
            set: self.set,
            doc: match self.doc.is_empty() {
                true => std::ptr::null(),
                false => self.doc.as_ptr(),
            },
            closure: std::ptr::null_mut(),
        }
    }
}

/// The entry of a special method.
pub const fn slot(id: c_int, function: *mut c_void) -> ffi::PyType_Slot {
    ffi::PyType_Slot {
        slot: id,
        pfunc: function,
    }
}
