//! `dict`.

use crate::convert::IntoPyObject;
use crate::err::{check, check_bool};
use crate::handle::Bound;
use crate::types::list::BoundListIterator;
use crate::types::{PyAny, PyDict, PyList, PyListMethods, PyTuple};
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

    /// The entries of a snapshot (`PyDict_Items`): what is changed meanwhile, here or by other
    /// threads, is not seen, and is no error. Costs a list with a pair for each entry.
    ///
    /// # Panics
    /// Out of memory.
    fn iter(&self) -> BoundDictIterator<'py>;
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
