//! What handles can do when their object is of a class.

use std::ptr::NonNull;

use super::cell::is_instance;
use super::policy::{FrozenClass, ReadWithoutLock, frozen};
use super::{PyClass, class_into_pyobject, type_object};
use crate::attach::Attached;
use crate::convert::FromPyObject;
use crate::handle::{NotPyAny, PyTypeInfo, sealed};
use crate::types::{PyAny, PyType};
use crate::{Bound, Py, PyResult, Python, ffi};

// SAFETY: `is_instance` is only true for objects of a type that `create` has made for this class, or
// of one derived from it. CPython lets nobody change an object's type for one of another layout, and
// the layout of a class, which has its busy mark, is never that of `object`.
unsafe impl<T: PyClass> PyTypeInfo for T {
    const NAME: &'static str = <T as PyClass>::NAME;

    fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
        type_object::<T>(py)
    }

    #[inline(always)]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        is_instance::<T>(object)
    }

    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        match T::cell().address(object.py()) {
            // SAFETY: the handle's object is alive.
            Some(class) => unsafe { ffi::Py_IS_TYPE(object.as_ptr(), class.as_ptr()) != 0 },
            None => false,
        }
    }
}

impl<T: PyClass> NotPyAny for T {}

impl<T: PyClass> sealed::ExactType for T {
    #[inline]
    fn exact_type(proof: impl Attached) -> Option<NonNull<ffi::PyTypeObject>> {
        T::cell().address(proof)
    }
}

impl<T: PyClass> Py<T> {
    /// A new Python object around `value`.
    ///
    /// # Errors
    /// `MemoryError`, or what making the type raises on first use.
    ///
    /// ```no_run
    /// use freehold::prelude::*;
    ///
    /// #[pyclass]
    /// struct Counter { hits: u64 }
    ///
    /// # fn f(py: Python<'_>) -> PyResult<()> {
    /// let counter: Py<Counter> = Py::new(py, Counter { hits: 0 })?;
    /// # Ok(()) }
    /// ```
    pub fn new(py: Python<'_>, value: T) -> PyResult<Py<T>> {
        Bound::new(py, value).map(Bound::unbind)
    }

    /// The payload of a frozen class, which needs neither lock nor token.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyclass(frozen)]
    /// struct Point { x: f64 }
    ///
    /// fn x(point: &Py<Point>) -> f64 { point.get().x }
    /// ```
    pub fn get(&self) -> &T
    where
        T: FrozenClass,
    {
        // SAFETY: as in `frozen`: the handle keeps the object alive, and a frozen payload is `Sync` and
        // never changes.
        unsafe { &*super::PyClassObject::payload(self.as_ptr().cast::<super::PyClassObject<T>>()) }
    }
}

impl<'py, T: PyClass> Bound<'py, T> {
    /// A new Python object around `value`.
    ///
    /// # Errors
    /// `MemoryError`, or what making the type raises on first use.
    pub fn new(py: Python<'py>, value: T) -> PyResult<Bound<'py, T>> {
        class_into_pyobject(py, value)
    }

    /// The payload of a frozen class, which needs no lock.
    pub fn get(&self) -> &T
    where
        T: FrozenClass,
    {
        frozen(self)
    }
}

impl<'a, 'py, T: ReadWithoutLock> FromPyObject<'a, 'py> for &'a T {
    fn extract(object: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(frozen(object.cast::<T>()?))
    }
}

impl<'py> Bound<'py, PyType> {
    /// # Safety
    /// `class` is a live type of the interpreter that `py` stands for.
    pub(crate) unsafe fn from_borrowed_type_ptr(
        py: Python<'py>,
        class: NonNull<ffi::PyTypeObject>,
    ) -> Bound<'py, PyType> {
        // SAFETY: the caller's contract.
        unsafe { Bound::from_borrowed_ptr(py, class.as_ptr().cast()).cast_into_unchecked() }
    }

    /// The reference itself, owned by the caller.
    pub(crate) fn into_type_ptr(self) -> NonNull<ffi::PyTypeObject> {
        // SAFETY: handles are never null.
        unsafe { NonNull::new_unchecked(self.into_ptr().cast()) }
    }
}
