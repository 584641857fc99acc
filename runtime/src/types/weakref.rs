//! Weak references.

use crate::handle::{Bound, PyTypeInfo};
use crate::types::{PyAny, PyWeakrefReference};
use crate::{PyResult, ffi};

impl PyWeakrefReference {
    /// A weak reference to the object (`PyWeakref_NewRef`): the one that it has already, where it has
    /// one without a callback.
    ///
    /// # Errors
    /// `TypeError` if objects of its type cannot be referred to weakly.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::types::PyWeakrefReference;
    ///
    /// fn watch<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyWeakrefReference>> {
    ///     PyWeakrefReference::new(object)
    /// }
    /// ```
    pub fn new<'py, T>(object: &Bound<'py, T>) -> PyResult<Bound<'py, PyWeakrefReference>> {
        make(object, std::ptr::null_mut())
    }

    /// A weak reference that calls `callback` with itself when the object is gone (`PyWeakref_NewRef`).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn new_with<'py, T>(
        object: &Bound<'py, T>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyWeakrefReference>> {
        make(object, callback.as_ptr())
    }
}

fn make<'py, T>(
    object: &Bound<'py, T>,
    callback: *mut ffi::PyObject,
) -> PyResult<Bound<'py, PyWeakrefReference>> {
    // SAFETY: a live object, and a live one or null; the call returns a weak reference, or null with an
    // error set.
    unsafe {
        let reference = ffi::PyWeakref_NewRef(object.as_ptr(), callback);
        Bound::from_owned_ptr_or_err(object.py(), reference).map(|r| r.into_unchecked())
    }
}

/// The methods of weak references.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::types::{PyWeakrefMethods, PyWeakrefReference};
///
/// /// Tells those listeners that are still there, and forgets the others.
/// fn tell_all(py: Python<'_>, listeners: &mut Vec<Py<PyWeakrefReference>>) -> PyResult<()> {
///     let mut failed = Ok(());
///     listeners.retain(|listener| match listener.bind(py).upgrade() {
///         Some(listener) => {
///             failed = std::mem::replace(&mut failed, Ok(())).and(listener.call0().map(drop));
///             true
///         }
///         None => false,
///     });
///     failed
/// }
/// ```
pub trait PyWeakrefMethods<'py>: sealed::Sealed {
    /// The object, as a strong reference, or `None` once it is gone (`PyWeakref_GetRef`). It cannot be
    /// half gone: whoever gets one keeps it alive.
    fn upgrade(&self) -> Option<Bound<'py, PyAny>>;

    /// [`upgrade`](Self::upgrade), and a cast: an error if the object is not a `T`.
    fn upgrade_as<T: PyTypeInfo>(&self) -> PyResult<Option<Bound<'py, T>>>;
}

impl<'py> PyWeakrefMethods<'py> for Bound<'py, PyWeakrefReference> {
    fn upgrade(&self) -> Option<Bound<'py, PyAny>> {
        let mut object = std::ptr::null_mut();
        // SAFETY: a live weak reference, for which the call sets no error, and a place for a strong
        // reference, which is null if the object is gone.
        unsafe {
            ffi::compat::PyWeakref_GetRef(self.as_ptr(), &mut object);
            Bound::from_owned_ptr_or_opt(self.py(), object)
        }
    }

    fn upgrade_as<T: PyTypeInfo>(&self) -> PyResult<Option<Bound<'py, T>>> {
        match self.upgrade() {
            Some(object) => Ok(Some(object.cast_into()?)),
            None => Ok(None),
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyWeakrefReference> {}
}
