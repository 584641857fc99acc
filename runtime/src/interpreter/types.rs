//! Type objects, which exist once in each interpreter.

use std::ptr::NonNull;
use std::sync::Mutex;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::{Home, enter, lock};
use crate::attach::Attached;
use crate::{Bound, PyResult, ffi, types::PyType};

/// One type object per interpreter.
pub(crate) struct TypeTable {
    /// The type, while there has only been one interpreter.
    fast: AtomicPtr<ffi::PyTypeObject>,
    all: Mutex<Vec<Entry>>,
}

struct Entry {
    home: Home,
    /// A strong reference.
    object: NonNull<ffi::PyTypeObject>,
}

// SAFETY: the pointer is only used by threads attached to the entry's interpreter.
unsafe impl Send for Entry {}

impl TypeTable {
    pub(crate) const fn new() -> TypeTable {
        TypeTable {
            fast: AtomicPtr::new(std::ptr::null_mut()),
            all: Mutex::new(Vec::new()),
        }
    }

    /// The type of this interpreter, borrowed: an entry stays until its interpreter ends. Never
    /// suspends.
    #[inline(always)]
    pub(crate) fn get(&self, _proof: impl Attached) -> Option<NonNull<ffi::PyTypeObject>> {
        match super::several() {
            false => NonNull::new(self.fast.load(Ordering::Acquire)),
            true => self.find(),
        }
    }

    #[cold]
    fn find(&self) -> Option<NonNull<ffi::PyTypeObject>> {
        let home = Home::current();
        lock(&self.all)
            .iter()
            .find(|entry| entry.home == home)
            .map(|entry| entry.object)
    }

    /// Enters `object` for this interpreter, unless there is an entry: then that one is returned.
    pub(crate) fn insert<'py>(
        &'static self,
        object: Bound<'py, PyType>,
    ) -> PyResult<Bound<'py, PyType>> {
        let py = object.py();
        let home = enter(py)?;
        let kept = {
            let mut all = lock(&self.all);
            match all.iter().find(|entry| entry.home == home) {
                Some(entry) => entry.object,
                None => {
                    let entry = object.clone().into_type_ptr();
                    all.push(Entry {
                        home,
                        object: entry,
                    });
                    if all.len() == 1 {
                        self.fast.store(entry.as_ptr(), Ordering::Release);
                    }
                    entry
                }
            }
        };
        super::announce_end_to(self);
        // SAFETY: the entry is a live type of this interpreter.
        Ok(unsafe { Bound::from_borrowed_type_ptr(py, kept) })
    }

    /// Takes the entry of an interpreter out.
    pub(super) fn remove(&self, home: Home) -> Option<NonNull<ffi::PyTypeObject>> {
        let mut all = lock(&self.all);
        let at = all.iter().position(|entry| entry.home == home)?;
        let object = all.swap_remove(at).object;
        // Nobody of that interpreter is left to read it; the others read it only while there was one.
        let _ = self.fast.compare_exchange(
            object.as_ptr(),
            std::ptr::null_mut(),
            Ordering::AcqRel,
            Ordering::Relaxed,
        );
        Some(object)
    }
}
