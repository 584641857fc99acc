//! What a class keeps once in the process.

use std::ffi::CString;
use std::sync::OnceLock;

use super::PyClass;
use crate::interpreter::TypeTable;
use crate::{Bound, ffi, types::PyAny};

/// The tables that CPython reads for as long as a type lives, and the types.
pub struct ClassCell {
    tables: OnceLock<Tables>,
    pub(super) types: TypeTable,
}

/// Terminated, never moved, never freed.
pub(super) struct Tables {
    pub(super) methods: Box<[ffi::PyMethodDef]>,
    pub(super) properties: Box<[ffi::PyGetSetDef]>,
    pub(super) doc: CString,
}

// SAFETY: the pointers in the tables lead to static strings and functions; nobody writes to them.
unsafe impl Send for Tables {}
// SAFETY: as above.
unsafe impl Sync for Tables {}

impl ClassCell {
    #[allow(clippy::new_without_default, reason = "it must be const")]
    /// An empty cell, for a static of `#[pyclass]`.
    pub const fn new() -> ClassCell {
        ClassCell {
            tables: OnceLock::new(),
            types: TypeTable::new(),
        }
    }

    pub(super) fn tables<T: PyClass>(&'static self) -> &'static Tables {
        self.tables.get_or_init(|| {
            let properties = T::FIELDS.iter().chain(T::METHODS.properties);
            Tables {
                methods: terminated(
                    T::METHODS.methods.iter().copied(),
                    ffi::PyMethodDef::zeroed(),
                ),
                properties: terminated(
                    properties.map(|property| property.to_getset()),
                    ffi::PyGetSetDef::default(),
                ),
                doc: doc_with_signature::<T>(),
            }
        })
    }
}

fn terminated<E>(entries: impl Iterator<Item = E>, end: E) -> Box<[E]> {
    entries.chain(std::iter::once(end)).collect()
}

/// `Counter(start=0)\n--\n\nDoc`: how CPython finds `__text_signature__` in a doc string.
fn doc_with_signature<T: PyClass>() -> CString {
    let Some(constructor) = T::METHODS.constructor else {
        return T::DOC.to_owned();
    };
    let mut doc = format!("{}{}\n--\n\n", T::NAME, constructor.text_signature).into_bytes();
    doc.extend_from_slice(T::DOC.to_bytes());
    // A signature has no NUL: it is made of Rust identifiers and literals that the macro has checked.
    CString::new(doc).unwrap_or_else(|_| T::DOC.to_owned())
}

/// Whether `object` is of class `T` or of a class derived from it.
#[inline(always)]
pub(crate) fn is_instance<T: PyClass>(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: the handle's object is alive, so its type is.
    let object_type = unsafe { ffi::Py_TYPE(object.as_ptr()) };
    match T::cell().types.get(object.py()) {
        Some(class) if class.as_ptr() == object_type => true,
        _ => derives_from::<T>(object_type),
    }
}

/// Each module instance has a type of its own for a class, and Python code may derive from it. All of
/// them have the table of methods that exists once per class among their bases; its address is unlike
/// any other's, which cannot be said of a function's.
#[cold]
fn derives_from<T: PyClass>(mut class: *mut ffi::PyTypeObject) -> bool {
    let marker = T::cell().tables::<T>().methods.as_ptr().cast_mut();
    while !class.is_null() {
        // SAFETY: a live type keeps its bases alive. CPython sets `tp_methods` when it makes the type
        // and never again.
        unsafe {
            if (*class).tp_methods == marker {
                return true;
            }
            class = (*class).tp_base;
        }
    }
    false
}
