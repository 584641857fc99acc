//! What a class keeps once in the process.

use std::ptr::NonNull;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Description, PyClass};
use crate::interpreter::TypeTable;
use crate::section::Bias;
use crate::sync::Kept;
use crate::types::{PyAny, PyType};
use crate::{Attached, Bound, Py, PyResult, Python, ffi};

/// The tables that CPython reads for as long as a type lives, and the types.
pub struct ClassCell {
    tables: Kept<Tables>,
    types: TypeTable,
    /// Types of modules that are being executed.
    upcoming: Mutex<Vec<Py<PyType>>>,
    bias: Bias,
}

/// Terminated, never moved, never freed.
pub(super) struct Tables {
    pub(super) methods: Vec<ffi::PyMethodDef>,
    pub(super) properties: Vec<ffi::PyGetSetDef>,
    /// A C string.
    pub(super) doc: Vec<u8>,
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
            tables: Kept::new(),
            types: TypeTable::new(),
            upcoming: Mutex::new(Vec::new()),
            bias: Bias::new(),
        }
    }

    /// Whether the owners of objects need their locks.
    #[inline]
    pub(crate) fn bias(&'static self) -> &'static Bias {
        &self.bias
    }

    /// The type of the objects that Rust code makes in this interpreter, if there is one. That is the type of
    /// the first module with the class that was executed to its end; before there is one, the type of a
    /// module that is being executed.
    #[inline]
    pub(super) fn current<'py>(&'static self, py: Python<'py>) -> Option<Bound<'py, PyType>> {
        match self.types.get(py) {
            // SAFETY: entries are live types of this interpreter.
            Some(class) => Some(unsafe { Bound::from_borrowed_type_ptr(py, class) }),
            None => self.find_upcoming(|class| class.clone_ref(py).into_bound(py)),
        }
    }

    /// The same, only to be compared with.
    #[inline]
    pub(super) fn address(
        &'static self,
        proof: impl Attached,
    ) -> Option<NonNull<ffi::PyTypeObject>> {
        match self.types.get(proof) {
            Some(class) => Some(class),
            None => self.find_upcoming(|class| NonNull::new(class.as_ptr().cast()))?,
        }
    }

    #[cold]
    fn find_upcoming<R>(&'static self, found: impl FnOnce(&Py<PyType>) -> R) -> Option<R> {
        let upcoming = self.lock();
        let class = upcoming.iter().find(|class| class.is_home());
        class.map(found)
    }

    /// Makes the type the interpreter's, unless there is one. Returns that one.
    pub(super) fn insert<'py>(
        &'static self,
        class: Bound<'py, PyType>,
    ) -> PyResult<Bound<'py, PyType>> {
        self.types.insert(class)
    }

    /// Notes the type of a module that is being executed.
    pub(super) fn begin(&'static self, class: Py<PyType>) {
        self.lock().push(class);
    }

    /// Takes such a type out again.
    pub(super) fn end(&'static self, is_meant: impl Fn(&Py<PyType>) -> bool) -> Option<Py<PyType>> {
        let mut upcoming = self.lock();
        let at = upcoming.iter().position(is_meant)?;
        Some(upcoming.swap_remove(at))
    }

    /// Held for a few instructions, none of which suspend or run Python code.
    fn lock(&self) -> MutexGuard<'_, Vec<Py<PyType>>> {
        self.upcoming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of the class, whose cell this is.
    pub(super) fn tables(&'static self, class: &Description) -> &'static Tables {
        self.tables.get_or_make(|| {
            let mut methods = class.methods.methods.to_vec();
            methods.push(ffi::PyMethodDef::zeroed());
            let mut properties = Vec::new();
            for rows in &[class.fields, class.methods.properties] {
                for property in *rows {
                    properties.push(property.to_getset());
                }
            }
            properties.push(ffi::PyGetSetDef::default());
            Tables {
                methods,
                properties,
                doc: doc_with_signature(class),
            }
        })
    }
}

/// `Counter(start=0)\n--\n\nDoc`: how CPython finds `__text_signature__` in a doc string.
fn doc_with_signature(class: &Description) -> Vec<u8> {
    let doc = class.doc.to_bytes_with_nul();
    match class.methods.constructor {
        Some(constructor) => {
            let signature = constructor.text_signature.as_bytes();
            [class.name.as_bytes(), signature, b"\n--\n\n", doc].concat()
        }
        None => doc.to_vec(),
    }
}

/// Whether `object` is of class `T` or of a class derived from it.
#[inline]
pub(crate) fn is_instance<T: PyClass>(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: the handle's object is alive, so its type is.
    let object_type = unsafe { ffi::Py_TYPE(object.as_ptr()) };
    match T::cell().types.get(object.py()) {
        Some(class) if class.as_ptr() == object_type => true,
        _ => derives_from(Description::of::<T>(), object_type),
    }
}

/// Each module instance has a type of its own for a class, and Python code may derive from it.
#[cold]
fn derives_from(class: &Description, object_type: *mut ffi::PyTypeObject) -> bool {
    // SAFETY: the type of a live object.
    unsafe { type_with_methods_of(class, object_type) }.is_some()
}

/// The first of a type and its bases that was made for the class. All of those have the table of
/// methods that exists once per class; its address is unlike any other's, which cannot be said of a
/// function's. Never suspends.
///
/// # Safety
/// `candidate` is a live type.
#[inline]
pub(crate) unsafe fn type_with_methods_of(
    class: &Description,
    mut candidate: *mut ffi::PyTypeObject,
) -> Option<*mut ffi::PyTypeObject> {
    let marker = class.cell().tables(class).methods.as_ptr().cast_mut();
    while !candidate.is_null() {
        // SAFETY: a live type keeps its bases alive. CPython sets `tp_methods` when it makes the type
        // and never again.
        unsafe {
            if (*candidate).tp_methods == marker {
                return Some(candidate);
            }
            candidate = (*candidate).tp_base;
        }
    }
    None
}
