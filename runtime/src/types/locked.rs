//! Iterating over a container under its lock.
//!
//! The whole loop is inside one section on the container, so that others wait for as long as nothing
//! suspends it. That alone would not make a step sound: while a section is not the innermost one of the
//! thread, a suspension takes its locks away and nobody gives them back, and `body` may well ask for the
//! next entry from inside another section. So each step makes sure of the lock by itself.

use crate::exceptions::PyRuntimeError;
use crate::handle::Bound;
use crate::section::SectionGuard;
use crate::types::{PyAny, PyDict, PyDictMethods, PyList, PyListMethods};
use crate::{PyErr, PyResult, ffi};

/// A container, and a section on it that lasts for all of `'a`.
struct Locked<'a, 'py, T> {
    container: &'a Bound<'py, T>,
    section: &'a SectionGuard,
}

impl<'py, T> Locked<'_, 'py, T> {
    #[inline(always)]
    #[track_caller]
    fn run<R>(container: &Bound<'py, T>, body: impl FnOnce(Locked<'_, 'py, T>) -> R) -> R {
        let section = SectionGuard::new();
        // SAFETY: the handle proves attachment and keeps the container alive; `section` is a local
        // variable that is dropped here, after every section that `body` begins.
        unsafe { section.begin(container.as_ptr()) };
        body(Locked {
            container,
            section: &section,
        })
    }

    /// Runs `step`, which cannot suspend, with the container's lock held.
    #[inline(always)]
    fn step<R>(&self, step: impl FnOnce() -> R) -> R {
        // SAFETY: the section is on the container, and lasts for as long as `self` is borrowed from.
        unsafe { self.section.locked(self.container.as_ptr(), step) }
    }
}

/// The entries of a dictionary, under its lock: see [`PyDictMethods::iter_locked`].
pub struct LockedDictIterator<'a, 'py> {
    dict: Locked<'a, 'py, PyDict>,
    /// Where `PyDict_Next` goes on. `None` once the iterator has ended.
    position: Option<ffi::Py_ssize_t>,
    /// How many entries there were at the beginning.
    length: usize,
    /// How many of them are still to come.
    left: usize,
}

impl<'py> LockedDictIterator<'_, 'py> {
    #[inline]
    #[track_caller]
    pub(super) fn run<R>(
        dict: &Bound<'py, PyDict>,
        body: impl FnOnce(LockedDictIterator<'_, 'py>) -> R,
    ) -> R {
        Locked::run(dict, |dict| {
            let length = dict.container.len();
            body(LockedDictIterator {
                dict,
                position: Some(0),
                length,
                left: length,
            })
        })
    }

    /// The next entry. The lock is held.
    #[inline(always)]
    fn entry(&self, position: &mut ffi::Py_ssize_t) -> Step<'py> {
        let dict = self.dict.container;
        if dict.len() != self.length {
            return Step::SizeChanged;
        }
        let (mut key, mut value) = (std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: a live dictionary that nobody else changes, because its lock is held until the borrowed
        // references have been counted. Any position is safe to ask for: the call compares it with the
        // table that is there now.
        let entry = unsafe {
            match ffi::PyDict_Next(dict.as_ptr(), position, &mut key, &mut value) {
                0 => None,
                _ => Some((
                    Bound::from_borrowed_ptr(dict.py(), key),
                    Bound::from_borrowed_ptr(dict.py(), value),
                )),
            }
        };
        match (entry, self.left) {
            (Some(entry), 1..) => Step::Entry(entry),
            (None, 0) => Step::End,
            // As many have gone as have come.
            _ => Step::KeysChanged,
        }
    }
}

/// What one step finds. An exception is made of it when the lock of the step has been given back.
enum Step<'py> {
    Entry((Bound<'py, PyAny>, Bound<'py, PyAny>)),
    End,
    SizeChanged,
    KeysChanged,
}

impl<'py> Iterator for LockedDictIterator<'_, 'py> {
    type Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let mut position = self.position.take()?;
        match self.dict.step(|| self.entry(&mut position)) {
            Step::Entry(entry) => {
                self.position = Some(position);
                self.left -= 1;
                Some(Ok(entry))
            }
            Step::End => None,
            Step::SizeChanged => Some(Err(changed("changed size"))),
            Step::KeysChanged => Some(Err(changed("keys changed"))),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self.position {
            // An error may end it at any time, and takes the place of at least one entry, or of the end.
            Some(_) => (usize::from(self.left > 0), self.left.checked_add(1)),
            None => (0, Some(0)),
        }
    }
}

impl std::iter::FusedIterator for LockedDictIterator<'_, '_> {}

#[cold]
fn changed(what: &str) -> PyErr {
    PyRuntimeError::new_err(format!("dictionary {what} during iteration"))
}

/// The items of a list, under its lock: see [`PyListMethods::iter_locked`].
pub struct LockedListIterator<'a, 'py> {
    list: Locked<'a, 'py, PyList>,
    next: usize,
}

impl<'py> LockedListIterator<'_, 'py> {
    #[inline]
    #[track_caller]
    pub(super) fn run<R>(
        list: &Bound<'py, PyList>,
        body: impl FnOnce(LockedListIterator<'_, 'py>) -> R,
    ) -> R {
        Locked::run(list, |list| body(LockedListIterator { list, next: 0 }))
    }
}

impl<'py> Iterator for LockedListIterator<'_, 'py> {
    type Item = Bound<'py, PyAny>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (list, next) = (self.list.container, self.next);
        let item = self.list.step(|| {
            if next >= list.len() {
                return None;
            }
            // SAFETY: a live list that nobody else changes, because its lock is held until the borrowed
            // reference has been counted, and an index within it. (`PyList_GetItemRef` may take the lock
            // once more, for which 3.13 would suspend the section.) The places of a list that somebody
            // is still making may be empty: that is its end.
            unsafe {
                let item = ffi::PyList_GET_ITEM(list.as_ptr(), next as ffi::Py_ssize_t);
                Bound::from_borrowed_ptr_or_opt(list.py(), item)
            }
        })?;
        self.next += 1;
        Some(item)
    }
}
