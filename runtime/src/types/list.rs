//! `list`.

use crate::convert::{IntoPyObject, list_of};
use crate::err::exceptions::PyIndexError;
use crate::err::{check, check_bool};
use crate::handle::Bound;
use crate::types::{LockedListIterator, PyAny, PyList, PyTuple};
use crate::{PyErr, PyResult, Python, ffi};

impl PyList {
    /// A list of the items, converted one by one (`PyList_New`).
    ///
    /// # Errors
    /// What a conversion raises.
    ///
    /// # Panics
    /// If the iterator lies about its length.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// fn squares(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    ///     PyList::new(py, [0, 1, 4, 9])
    /// }
    /// ```
    pub fn new<'py, I>(py: Python<'py>, items: I) -> PyResult<Bound<'py, PyList>>
    where
        I: IntoIterator<Item: IntoPyObject<'py>>,
        I::IntoIter: ExactSizeIterator,
    {
        list_of(items, py)
    }

    /// A new, empty list (`PyList_New`).
    ///
    /// # Panics
    /// Out of memory.
    #[track_caller]
    pub fn empty(py: Python<'_>) -> Bound<'_, PyList> {
        // SAFETY: the token proves attachment; the call returns a new list, or null out of memory.
        unsafe { Bound::from_owned_ptr(py, ffi::PyList_New(0)).into_unchecked() }
    }
}

/// The methods of `list`.
///
/// Other threads may change the list between any two of them: an index that was in range may raise
/// `IndexError` a moment later.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn drop_last(list: &Bound<'_, PyList>) -> PyResult<usize> {
///     if !list.is_empty() {
///         list.del_item(list.len() - 1)?;
///     }
///     Ok(list.len())
/// }
/// ```
pub trait PyListMethods<'py>: sealed::Sealed {
    /// The number of items now (`PyList_Size`). Never suspends.
    fn len(&self) -> usize;

    /// Whether there is no item now. Never suspends.
    fn is_empty(&self) -> bool;

    /// The item, as a strong reference (`PyList_GetItemRef`). Raises `IndexError`.
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>>;

    /// The items from `low` up to `high`, as a new list (`PyList_GetSlice`).
    fn get_slice(&self, low: usize, high: usize) -> PyResult<Bound<'py, PyList>>;

    /// `self[index] = item` (`PyList_SetItem`). Raises `IndexError`.
    fn set_item<T: IntoPyObject<'py>>(&self, index: usize, item: T) -> PyResult<()>;

    /// `del self[index]` (`PySequence_DelItem`). Raises `IndexError`.
    fn del_item(&self, index: usize) -> PyResult<()>;

    /// `self.append(item)` (`PyList_Append`).
    fn append<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<()>;

    /// `self.insert(index, item)` (`PyList_Insert`): behind the end means at the end.
    fn insert<T: IntoPyObject<'py>>(&self, index: usize, item: T) -> PyResult<()>;

    /// `item in self` (`PySequence_Contains`).
    fn contains<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<bool>;

    /// `self.index(item)` (`PySequence_Index`). Raises `ValueError`.
    fn index<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<usize>;

    /// The items, each asked for when its turn comes: what is appended meanwhile is seen, as in
    /// Python. [`to_tuple`](Self::to_tuple) makes a snapshot, [`iter_locked`](Self::iter_locked) keeps
    /// others out.
    fn iter(&self) -> BoundListIterator<'py>;

    /// Runs `body` in a critical section on the list, with an iterator over its items.
    ///
    /// No other thread changes the list meanwhile, *unless the section is suspended*: whatever detaches
    /// the thread, in Python code that `body` calls or anywhere else, lets others in until the thread
    /// attaches again ([`with_critical_section`](crate::sync::with_critical_section)). Then, and where
    /// `body` itself changes the list, what is appended is seen, what has moved to a place already
    /// visited is not, and the iterator ends where the list ends. Every item is a strong reference, and
    /// taken under the lock, also in a section on something else inside `body`.
    ///
    /// Waits detached for the lock. With the GIL, which excludes others in the same way, nothing is
    /// locked.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// /// The sum of what the list holds at one moment: nothing in the loop runs Python code for `float`.
    /// #[pyfunction]
    /// fn total(list: &Bound<'_, PyList>) -> PyResult<f64> {
    ///     list.iter_locked(|items| items.map(|item| item.extract::<f64>()).sum())
    /// }
    /// ```
    ///
    /// The iterator cannot leave the section:
    ///
    /// ```compile_fail
    /// use freehold::prelude::*;
    ///
    /// fn later(list: &Bound<'_, PyList>) -> usize {
    ///     let items = list.iter_locked(|items| items);
    ///     items.count()
    /// }
    /// ```
    fn iter_locked<R>(&self, body: impl FnOnce(LockedListIterator<'_, 'py>) -> R) -> R;

    /// `self.sort()` (`PyList_Sort`).
    fn sort(&self) -> PyResult<()>;

    /// `self.reverse()` (`PyList_Reverse`).
    fn reverse(&self) -> PyResult<()>;

    /// A snapshot of the items, taken at once, under the list's lock (`PyList_AsTuple`): it holds what
    /// the list has held at one moment, whatever other threads do.
    fn to_tuple(&self) -> PyResult<Bound<'py, PyTuple>>;
}

impl<'py> PyListMethods<'py> for Bound<'py, PyList> {
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: a live list.
        unsafe { ffi::PyList_GET_SIZE(self.as_ptr()) }.unsigned_abs()
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: a live list; the call returns a strong reference, or null with an error set.
        unsafe {
            let item = ffi::compat::PyList_GetItemRef(self.as_ptr(), ssize(index));
            Bound::from_owned_ptr_or_err(self.py(), item)
        }
    }

    fn get_slice(&self, low: usize, high: usize) -> PyResult<Bound<'py, PyList>> {
        // SAFETY: a live list; the call returns a new list, or null with an error set.
        unsafe {
            let slice = ffi::PyList_GetSlice(self.as_ptr(), ssize(low), ssize(high));
            Bound::from_owned_ptr_or_err(self.py(), slice).map(|list| list.into_unchecked())
        }
    }

    fn set_item<T: IntoPyObject<'py>>(&self, index: usize, item: T) -> PyResult<()> {
        let item = item.into_pyobject(self.py())?.into_ptr();
        // SAFETY: a live list, and a reference that the call takes over, whatever happens.
        check(self.py(), unsafe {
            ffi::PyList_SetItem(self.as_ptr(), ssize(index), item)
        })
    }

    fn del_item(&self, index: usize) -> PyResult<()> {
        // SAFETY: a live list.
        check(self.py(), unsafe {
            ffi::PySequence_DelItem(self.as_ptr(), ssize(index))
        })
    }

    fn append<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<()> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check(self.py(), unsafe {
            ffi::PyList_Append(self.as_ptr(), item.as_ptr())
        })
    }

    fn insert<T: IntoPyObject<'py>>(&self, index: usize, item: T) -> PyResult<()> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check(self.py(), unsafe {
            ffi::PyList_Insert(self.as_ptr(), ssize(index), item.as_ptr())
        })
    }

    fn contains<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<bool> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: live objects.
        check_bool(self.py(), unsafe {
            ffi::PySequence_Contains(self.as_ptr(), item.as_ptr())
        })
    }

    fn index<T: IntoPyObject<'py>>(&self, item: T) -> PyResult<usize> {
        let item = item.into_pyobject(self.py())?;
        // SAFETY: live objects.
        let index = unsafe { ffi::PySequence_Index(self.as_ptr(), item.as_ptr()) };
        usize::try_from(index).map_err(|_| PyErr::fetch(self.py()))
    }

    fn iter(&self) -> BoundListIterator<'py> {
        BoundListIterator {
            list: self.clone(),
            next: 0,
        }
    }

    #[track_caller]
    fn iter_locked<R>(&self, body: impl FnOnce(LockedListIterator<'_, 'py>) -> R) -> R {
        LockedListIterator::run(self, body)
    }

    fn sort(&self) -> PyResult<()> {
        // SAFETY: a live list.
        check(self.py(), unsafe { ffi::PyList_Sort(self.as_ptr()) })
    }

    fn reverse(&self) -> PyResult<()> {
        // SAFETY: a live list.
        check(self.py(), unsafe { ffi::PyList_Reverse(self.as_ptr()) })
    }

    fn to_tuple(&self) -> PyResult<Bound<'py, PyTuple>> {
        // SAFETY: a live list; the call returns a new tuple, or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(self.py(), ffi::PyList_AsTuple(self.as_ptr()))
                .map(|tuple| tuple.into_unchecked())
        }
    }
}

/// An index for the C API: what is too large for it is out of range of every container.
#[inline(always)]
pub(super) fn ssize(index: usize) -> ffi::Py_ssize_t {
    ffi::Py_ssize_t::try_from(index).unwrap_or(ffi::Py_ssize_t::MAX)
}

/// The items of a list: see [`PyListMethods::iter`].
pub struct BoundListIterator<'py> {
    list: Bound<'py, PyList>,
    next: usize,
}

impl<'py> Iterator for BoundListIterator<'py> {
    type Item = Bound<'py, PyAny>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.list.len() {
            return None;
        }
        match self.list.get_item(self.next) {
            Ok(item) => {
                self.next += 1;
                Some(item)
            }
            // Another thread has shortened the list since.
            Err(error) if error.is_instance_of::<PyIndexError>(self.list.py()) => None,
            Err(error) => panic!("reading an item of a list: {error}"),
        }
    }
}

impl<'py> IntoIterator for &Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundListIterator<'py>;

    fn into_iter(self) -> BoundListIterator<'py> {
        self.iter()
    }
}

impl<'py> IntoIterator for Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundListIterator<'py>;

    fn into_iter(self) -> BoundListIterator<'py> {
        self.iter()
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyList> {}
}
