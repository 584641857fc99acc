//! `dict`.

use crate::convert::IntoPyObject;
use crate::err::{check, check_bool};
use crate::handle::Bound;
use crate::types::list::BoundListIterator;
use crate::types::{LockedDictIterator, PyAny, PyDict, PyList, PyListMethods, PyTuple};
use crate::{PyResult, Python, ffi};

impl PyDict {
    /// A new, empty dictionary (`PyDict_New`).
    ///
    /// # Panics
    /// Out of memory.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn options(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    ///     let dict = PyDict::new(py);
    ///     dict.set_item("verbose", true)?;
    ///     Ok(dict)
    /// }
    /// ```
    #[track_caller]
    pub fn new(py: Python<'_>) -> Bound<'_, PyDict> {
        // SAFETY: the token proves attachment; the call returns a new dict, or null out of memory.
        unsafe { Bound::from_owned_ptr(py, ffi::PyDict_New()).into_unchecked() }
    }
}

/// The methods of `dict`.
///
/// All of them go to the dictionary itself, past what a subclass may have overridden.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn port(config: &Bound<'_, PyDict>) -> PyResult<u16> {
///     match config.get_item("port")? {
///         Some(port) => port.extract(),
///         None => Ok(80),
///     }
/// }
/// ```
pub trait PyDictMethods<'py>: sealed::Sealed {
    /// The number of entries now (`PyDict_Size`). Never suspends.
    fn len(&self) -> usize;

    /// Whether there is no entry now. Never suspends.
    fn is_empty(&self) -> bool;

    /// Whether the key is there (`PyDict_Contains`).
    fn contains<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<bool>;

    /// The value of the key, as a strong reference, or `None` (`PyDict_GetItemRef`). An error is one
    /// that hashing or comparing raises.
    fn get_item<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>>;

    /// `self[key] = value` (`PyDict_SetItem`).
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>;

    /// `del self[key]` (`PyDict_DelItem`). Raises `KeyError`.
    fn del_item<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<()>;

    /// The value of the key, which becomes `default` if there is none, and whether it did: test and
    /// change in one step (`PyDict_SetDefaultRef`). The key is hashed once.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// /// The list of the handlers of an event. All threads get the same one.
    /// fn handlers<'py>(table: &Bound<'py, PyDict>, event: &str) -> PyResult<Bound<'py, PyAny>> {
    ///     let (handlers, _is_new) = table.set_default(event, PyList::empty(table.py()))?;
    ///     Ok(handlers)
    /// }
    /// ```
    fn set_default<K, V>(&self, key: K, default: V) -> PyResult<(Bound<'py, PyAny>, bool)>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>;

    /// Removes the key and returns its value, or `None` if it is not there, in one step (`PyDict_Pop`).
    /// An error is one that hashing or comparing raises.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// /// Runs a job that any thread may take, once.
    /// fn take(jobs: &Bound<'_, PyDict>, name: &str) -> PyResult<bool> {
    ///     match jobs.pop(name)? {
    ///         Some(job) => job.call0().map(|_| true),
    ///         None => Ok(false),
    ///     }
    /// }
    /// ```
    fn pop<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>>;

    /// Removes everything (`PyDict_Clear`).
    fn clear(&self);

    /// A copy (`PyDict_Copy`).
    fn copy(&self) -> PyResult<Bound<'py, PyDict>>;

    /// `self.update(other)` (`PyDict_Update`), where `other` is a mapping.
    fn update(&self, other: &Bound<'py, PyAny>) -> PyResult<()>;

    /// The keys now, as a new list (`PyDict_Keys`).
    fn keys(&self) -> PyResult<Bound<'py, PyList>>;

    /// The values now, as a new list (`PyDict_Values`).
    fn values(&self) -> PyResult<Bound<'py, PyList>>;

    /// The entries now, as a new list of pairs (`PyDict_Items`).
    fn items(&self) -> PyResult<Bound<'py, PyList>>;

    /// The entries of a snapshot, which is taken at once, under the dictionary's lock (`PyDict_Items`):
    /// what is changed meanwhile, here or by other threads, is not seen, and is no error. Costs a list
    /// with a pair for each entry. [`iter_locked`](Self::iter_locked) makes no copy.
    ///
    /// # Panics
    /// Out of memory.
    fn iter(&self) -> BoundDictIterator<'py>;

    /// Runs `body` in a critical section on the dictionary, with an iterator over its entries
    /// (`PyDict_Next`).
    ///
    /// No other thread changes the dictionary meanwhile, *unless the section is suspended*: whatever
    /// detaches the thread, in Python code that `body` calls or anywhere else, lets others in until the
    /// thread attaches again ([`with_critical_section`](crate::sync::with_critical_section)). Every key
    /// and value is a strong reference, and taken under the lock, also in a section on something else
    /// inside `body`; so nothing that is done to the dictionary, in `body` or elsewhere, is unsound.
    ///
    /// Values may be replaced in the loop. If there are more or fewer entries than at the beginning,
    /// because `body` or somebody in a suspension has added or removed a key, the next step is an
    /// `Err(RuntimeError)` with the words of Python's own loops, and the last one. That is also so where
    /// as many keys have come as gone and the count does not come out; where it does, it goes unnoticed,
    /// as in Python. Without an error there are exactly as many entries as at the beginning.
    ///
    /// Waits detached for the lock. With the GIL, which excludes others in the same way, nothing is
    /// locked.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// /// The key of the largest value, found without a copy of the dictionary.
    /// #[pyfunction]
    /// fn leader<'py>(scores: &Bound<'py, PyDict>) -> PyResult<Option<Bound<'py, PyAny>>> {
    ///     scores.iter_locked(|entries| {
    ///         let mut best = None;
    ///         for entry in entries {
    ///             let (key, score) = entry?;
    ///             let score: f64 = score.extract()?;
    ///             if best.as_ref().is_none_or(|(_, most)| score > *most) {
    ///                 best = Some((key, score));
    ///             }
    ///         }
    ///         Ok(best.map(|(key, _)| key))
    ///     })
    /// }
    /// ```
    ///
    /// The iterator cannot leave the section:
    ///
    /// ```compile_fail
    /// use freehold::prelude::*;
    ///
    /// fn later(dict: &Bound<'_, PyDict>) -> usize {
    ///     let entries = dict.iter_locked(|entries| entries);
    ///     entries.count()
    /// }
    /// ```
    fn iter_locked<R>(&self, body: impl FnOnce(LockedDictIterator<'_, 'py>) -> R) -> R;
}

impl<'py> PyDictMethods<'py> for Bound<'py, PyDict> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: a live dict.
        unsafe { ffi::PyDict_Size(self.as_ptr()) }.unsigned_abs()
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn contains<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<bool> {
        let key = key.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check_bool(self.py(), unsafe {
            ffi::PyDict_Contains(self.as_ptr(), key.as_ptr())
        })
    }

    fn get_item<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>> {
        let key = key.into_pyobject(self.py())?;
        let mut value = std::ptr::null_mut();
        // SAFETY: live objects, and a place for a strong reference, which is null without the key.
        unsafe {
            let found = ffi::compat::PyDict_GetItemRef(self.as_ptr(), key.as_ptr(), &mut value);
            check(self.py(), found)?;
            Ok(Bound::from_owned_ptr_or_opt(self.py(), value))
        }
    }

    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let (key, value) = (
            key.into_pyobject(self.py())?,
            value.into_pyobject(self.py())?,
        );
        // SAFETY: live objects.
        check(self.py(), unsafe {
            ffi::PyDict_SetItem(self.as_ptr(), key.as_ptr(), value.as_ptr())
        })
    }

    fn del_item<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<()> {
        let key = key.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check(self.py(), unsafe {
            ffi::PyDict_DelItem(self.as_ptr(), key.as_ptr())
        })
    }

    #[cfg(Py_3_13)]
    fn set_default<K, V>(&self, key: K, default: V) -> PyResult<(Bound<'py, PyAny>, bool)>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let py = self.py();
        let (key, default) = (key.into_pyobject(py)?, default.into_pyobject(py)?);
        let (dict, key) = (self.as_ptr(), key.as_ptr());
        let mut value = std::ptr::null_mut();
        // SAFETY: live objects, and a place for a strong reference, which is null only with an error
        // set.
        unsafe {
            let default = default.as_ptr();
            let found = ffi::compat::PyDict_SetDefaultRef(dict, key, default, &mut value);
            let value = Bound::from_owned_ptr_or_err(py, value)?;
            Ok((value, found == 0))
        }
    }

    #[cfg(not(Py_3_13))]
    fn set_default<K, V>(&self, key: K, default: V) -> PyResult<(Bound<'py, PyAny>, bool)>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let py = self.py();
        let (key, default) = (key.into_pyobject(py)?, default.into_pyobject(py)?);
        // The call below is one step, but does not say which it has done; without this, a value that is
        // the default itself would look new.
        let was_there = self.contains(&key)?;
        // SAFETY: live objects. The call returns a reference that it borrows from the dictionary, or null
        // with an error set; nobody else can change the dictionary before it is counted, because the GIL
        // is held.
        let value = unsafe {
            let value = ffi::PyDict_SetDefault(self.as_ptr(), key.as_ptr(), default.as_ptr());
            Bound::from_borrowed_ptr_or_opt(py, value)
        };
        let value = value.ok_or_else(|| crate::PyErr::fetch(py))?;
        let inserted = !was_there && value.as_ptr() == default.as_ptr();
        Ok((value, inserted))
    }

    #[cfg(Py_3_13)]
    fn pop<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>> {
        let key = key.into_pyobject(self.py())?;
        let mut value = std::ptr::null_mut();
        // SAFETY: live objects, and a place for a strong reference, which is null without the key.
        unsafe {
            let found = ffi::PyDict_Pop(self.as_ptr(), key.as_ptr(), &mut value);
            check(self.py(), found)?;
            Ok(Bound::from_owned_ptr_or_opt(self.py(), value))
        }
    }

    #[cfg(not(Py_3_13))]
    fn pop<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>> {
        use crate::types::{PyAnyMethods as _, PyType};

        // `dict.pop` itself is one step, past what a subclass may have overridden. Nobody else has the
        // object that says that there is no such key.
        let nothing = PyDict::new(self.py());
        let pop = PyType::new::<PyDict>(self.py())?.getattr("pop")?;
        let value = pop.call1((self, key, &nothing))?;
        Ok((!value.is(&nothing)).then_some(value))
    }

    fn clear(&self) {
        // SAFETY: a live dict.
        unsafe { ffi::PyDict_Clear(self.as_ptr()) }
    }

    fn copy(&self) -> PyResult<Bound<'py, PyDict>> {
        // SAFETY: a live dict; the call returns a new dict, or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(self.py(), ffi::PyDict_Copy(self.as_ptr()))
                .map(|dict| dict.into_unchecked())
        }
    }

    fn update(&self, other: &Bound<'py, PyAny>) -> PyResult<()> {
        // SAFETY: live objects.
        check(self.py(), unsafe {
            ffi::PyDict_Update(self.as_ptr(), other.as_ptr())
        })
    }

    fn keys(&self) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: a live dict, for which the call returns a new list, or null with an error set.
        unsafe { list(self.py(), ffi::PyDict_Keys(self.as_ptr())) }
    }

    fn values(&self) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: as in `keys`.
        unsafe { list(self.py(), ffi::PyDict_Values(self.as_ptr())) }
    }

    fn items(&self) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: as in `keys`.
        unsafe { list(self.py(), ffi::PyDict_Items(self.as_ptr())) }
    }

    #[track_caller]
    fn iter(&self) -> BoundDictIterator<'py> {
        let items = self.items().expect("memory for a snapshot of the dict");
        BoundDictIterator {
            left: items.len(),
            items: items.iter(),
        }
    }

    #[track_caller]
    fn iter_locked<R>(&self, body: impl FnOnce(LockedDictIterator<'_, 'py>) -> R) -> R {
        LockedDictIterator::run(self, body)
    }
}

/// # Safety
/// `list` is null with an error set, or a strong reference to a list.
unsafe fn list<'py>(py: Python<'py>, list: *mut ffi::PyObject) -> PyResult<Bound<'py, PyList>> {
    // SAFETY: the same contract.
    unsafe { Bound::from_owned_ptr_or_err(py, list).map(|list| list.into_unchecked()) }
}

/// The entries of a snapshot of a dictionary: see [`PyDictMethods::iter`].
pub struct BoundDictIterator<'py> {
    items: BoundListIterator<'py>,
    left: usize,
}

impl<'py> Iterator for BoundDictIterator<'py> {
    type Item = (Bound<'py, PyAny>, Bound<'py, PyAny>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let pair = self.items.next()?;
        self.left = self.left.saturating_sub(1);
        // Nobody else has the list, but the collector can show it to those who ask: believe nothing.
        let pair = pair.cast::<PyTuple>().ok()?;
        Some((pair.item(0).ok()?.clone(), pair.item(1).ok()?.clone()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<'py> IntoIterator for &Bound<'py, PyDict> {
    type Item = (Bound<'py, PyAny>, Bound<'py, PyAny>);
    type IntoIter = BoundDictIterator<'py>;

    fn into_iter(self) -> BoundDictIterator<'py> {
        self.iter()
    }
}

impl<'py> IntoIterator for Bound<'py, PyDict> {
    type Item = (Bound<'py, PyAny>, Bound<'py, PyAny>);
    type IntoIter = BoundDictIterator<'py>;

    fn into_iter(self) -> BoundDictIterator<'py> {
        self.iter()
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyDict> {}
}
