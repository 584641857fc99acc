//! What can be done with every object.

use std::ffi::c_int;

use crate::convert::{FromPyObject, IntoPyObject};
use crate::err::{check, check_bool};
use crate::handle::{Bound, PyTypeInfo};
use crate::types::call::{Method, Object};
use crate::types::{PyAny, PyCallArgs, PyDict, PyIterator, PyString, PyType};
use crate::{PyResult, ffi};

/// A comparison, for [`PyAnyMethods::rich_compare`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
#[allow(missing_docs)]
pub enum CompareOp {
    Lt = ffi::Py_LT,
    Le = ffi::Py_LE,
    Eq = ffi::Py_EQ,
    Ne = ffi::Py_NE,
    Gt = ffi::Py_GT,
    Ge = ffi::Py_GE,
}

/// What can be done with every object.
///
/// Unless a method says otherwise, it may run Python code and so suspend critical sections, and its
/// error is whatever that code raises. Names of attributes can be `&str` or `Bound<'_, PyString>`;
/// keys, items and arguments everything that [converts](IntoPyObject).
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn total<'py>(orders: &Bound<'py, PyAny>) -> PyResult<f64> {
///     let mut total = 0.0;
///     for order in orders.try_iter()? {
///         let order = order?;
///         if !order.getattr("cancelled")?.is_truthy()? {
///             total += order.call_method1("price", ("EUR",))?.extract::<f64>()?;
///         }
///     }
///     Ok(total)
/// }
/// ```
pub trait PyAnyMethods<'py>: sealed::Sealed<'py> {
    /// Whether both are the same object (`is`). Runs no Python code.
    fn is<T>(&self, other: &Bound<'_, T>) -> bool {
        self.any().as_ptr() == other.as_ptr()
    }

    /// Whether the object is `None`. Runs no Python code.
    fn is_none(&self) -> bool {
        // SAFETY: `None` lives as long as the interpreter; only its address is used.
        self.any().as_ptr() == unsafe { ffi::Py_None() }
    }

    /// Whether the object can be called (`PyCallable_Check`). Runs no Python code.
    fn is_callable(&self) -> bool {
        // SAFETY: a live object.
        unsafe { ffi::PyCallable_Check(self.any().as_ptr()) != 0 }
    }

    /// The type of the object (`Py_TYPE`). Runs no Python code.
    fn get_type(&self) -> Bound<'py, PyType> {
        let any = self.any();
        // SAFETY: the object keeps its type alive for as long as it takes to count the reference:
        // `__class__` is only assigned while every other thread is stopped.
        unsafe {
            let class = ffi::Py_TYPE(any.as_ptr()).cast();
            Bound::from_borrowed_ptr(any.py(), class).into_unchecked()
        }
    }

    /// Whether the object is a `T` or of a subtype, by its type alone. Runs no Python code.
    fn is_instance_of<T: PyTypeInfo>(&self) -> bool {
        T::is_type_of(self.any())
    }

    /// Whether the object is a `T` and not of a subtype. Runs no Python code.
    fn is_exact_instance_of<T: PyTypeInfo>(&self) -> bool {
        T::is_exact_type_of(self.any())
    }

    /// `isinstance(self, class)`, where `class` may be a tuple of classes (`PyObject_IsInstance`).
    fn is_instance(&self, class: &Bound<'py, PyAny>) -> PyResult<bool> {
        let any = self.any();
        // SAFETY: live objects.
        let is = unsafe { ffi::PyObject_IsInstance(any.as_ptr(), class.as_ptr()) };
        check_bool(any.py(), is)
    }

    /// Converts to a Rust value.
    fn extract<'a, T>(&'a self) -> PyResult<T>
    where
        T: FromPyObject<'a, 'py>,
        'py: 'a,
    {
        T::extract(self.any())
    }

    /// `self.name` (`PyObject_GetAttr`).
    fn getattr<N>(&self, name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let any = self.any();
        let name = name.into_pyobject(any.py())?;
        // SAFETY: live objects; the call returns a new reference or null with an error set.
        unsafe {
            let value = ffi::PyObject_GetAttr(any.as_ptr(), name.as_ptr());
            Bound::from_owned_ptr_or_err(any.py(), value)
        }
    }

    /// `self.name`, and `None` where that is an `AttributeError` (`PyObject_GetOptionalAttr`).
    fn getattr_opt<N>(&self, name: N) -> PyResult<Option<Bound<'py, PyAny>>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let any = self.any();
        let name = name.into_pyobject(any.py())?;
        let mut value = std::ptr::null_mut();
        // SAFETY: live objects, and a place for a new reference, which is null without the attribute.
        unsafe {
            let found =
                ffi::compat::PyObject_GetOptionalAttr(any.as_ptr(), name.as_ptr(), &mut value);
            check(any.py(), found)?;
            Ok(Bound::from_owned_ptr_or_opt(any.py(), value))
        }
    }

    /// Whether `self.name` is there. An error other than `AttributeError` is one.
    fn hasattr<N>(&self, name: N) -> PyResult<bool>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.getattr_opt(name).map(|value| value.is_some())
    }

    /// `self.name = value` (`PyObject_SetAttr`).
    fn setattr<N, V>(&self, name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        let any = self.any();
        let (name, value) = (
            name.into_pyobject(any.py())?,
            value.into_pyobject(any.py())?,
        );
        // SAFETY: live objects.
        let status = unsafe { ffi::PyObject_SetAttr(any.as_ptr(), name.as_ptr(), value.as_ptr()) };
        check(any.py(), status)
    }

    /// `del self.name` (`PyObject_DelAttr`).
    fn delattr<N>(&self, name: N) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let any = self.any();
        let name = name.into_pyobject(any.py())?;
        // SAFETY: live objects.
        check(any.py(), unsafe {
            ffi::PyObject_DelAttr(any.as_ptr(), name.as_ptr())
        })
    }

    /// `self(*args, **kwargs)`. A tuple stands for that many arguments.
    fn call<A>(&self, args: A, kwargs: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        args.call(Object(self.any(), kwargs))
    }

    /// `self()` (`PyObject_CallNoArgs`).
    fn call0(&self) -> PyResult<Bound<'py, PyAny>> {
        let any = self.any();
        // SAFETY: a live object; the call returns a new reference or null with an error set.
        unsafe { Bound::from_owned_ptr_or_err(any.py(), ffi::PyObject_CallNoArgs(any.as_ptr())) }
    }

    /// `self(*args)` (`PyObject_Vectorcall`).
    fn call1<A: PyCallArgs<'py>>(&self, args: A) -> PyResult<Bound<'py, PyAny>> {
        args.call(Object(self.any(), None))
    }

    /// `self.name(*args, **kwargs)`.
    fn call_method<N, A>(
        &self,
        name: N,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        match kwargs {
            Some(_) => self.getattr(name)?.call(args, kwargs),
            None => self.call_method1(name, args),
        }
    }

    /// `self.name()`, without making a bound method (`PyObject_VectorcallMethod`).
    fn call_method0<N>(&self, name: N) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.call_method1(name, ())
    }

    /// `self.name(*args)`, without making a bound method (`PyObject_VectorcallMethod`).
    fn call_method1<N, A>(&self, name: N, args: A) -> PyResult<Bound<'py, PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        let name = name.into_pyobject(self.any().py())?;
        args.call(Method(self.any(), &name))
    }

    /// `repr(self)` (`PyObject_Repr`).
    fn repr(&self) -> PyResult<Bound<'py, PyString>> {
        let any = self.any();
        // SAFETY: a live object; the call returns a new `str` or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(any.py(), ffi::PyObject_Repr(any.as_ptr()))
                .map(|text| text.into_unchecked())
        }
    }

    /// `str(self)` (`PyObject_Str`).
    fn str(&self) -> PyResult<Bound<'py, PyString>> {
        let any = self.any();
        // SAFETY: a live object; the call returns a new `str` or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(any.py(), ffi::PyObject_Str(any.as_ptr()))
                .map(|text| text.into_unchecked())
        }
    }

    /// `hash(self)` (`PyObject_Hash`).
    fn hash(&self) -> PyResult<isize> {
        let any = self.any();
        // SAFETY: a live object.
        let hash = unsafe { ffi::PyObject_Hash(any.as_ptr()) };
        check(any.py(), if hash == -1 { -1 } else { 0 }).map(|()| hash)
    }

    /// `bool(self)` (`PyObject_IsTrue`).
    fn is_truthy(&self) -> PyResult<bool> {
        let any = self.any();
        // SAFETY: a live object.
        check_bool(any.py(), unsafe { ffi::PyObject_IsTrue(any.as_ptr()) })
    }

    /// `len(self)` (`PyObject_Size`).
    fn len(&self) -> PyResult<usize> {
        let any = self.any();
        // SAFETY: a live object.
        let length = unsafe { ffi::PyObject_Size(any.as_ptr()) };
        check(any.py(), if length == -1 { -1 } else { 0 }).map(|()| length.unsigned_abs())
    }

    /// Whether `len(self)` is 0.
    fn is_empty(&self) -> PyResult<bool> {
        self.len().map(|length| length == 0)
    }

    /// `self[key]` (`PyObject_GetItem`).
    fn get_item<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<Bound<'py, PyAny>> {
        let any = self.any();
        let key = key.into_pyobject(any.py())?;
        // SAFETY: live objects; the call returns a new reference or null with an error set.
        unsafe {
            let item = ffi::PyObject_GetItem(any.as_ptr(), key.as_ptr());
            Bound::from_owned_ptr_or_err(any.py(), item)
        }
    }

    /// `self[key] = value` (`PyObject_SetItem`).
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let any = self.any();
        let (key, value) = (key.into_pyobject(any.py())?, value.into_pyobject(any.py())?);
        // SAFETY: live objects.
        let status = unsafe { ffi::PyObject_SetItem(any.as_ptr(), key.as_ptr(), value.as_ptr()) };
        check(any.py(), status)
    }

    /// `del self[key]` (`PyObject_DelItem`).
    fn del_item<K: IntoPyObject<'py>>(&self, key: K) -> PyResult<()> {
        let any = self.any();
        let key = key.into_pyobject(any.py())?;
        // SAFETY: live objects.
        check(any.py(), unsafe {
            ffi::PyObject_DelItem(any.as_ptr(), key.as_ptr())
        })
    }

    /// `value in self` (`PySequence_Contains`).
    fn contains<V: IntoPyObject<'py>>(&self, value: V) -> PyResult<bool> {
        let any = self.any();
        let value = value.into_pyobject(any.py())?;
        // SAFETY: live objects.
        let found = unsafe { ffi::PySequence_Contains(any.as_ptr(), value.as_ptr()) };
        check_bool(any.py(), found)
    }

    /// `iter(self)` (`PyObject_GetIter`).
    fn try_iter(&self) -> PyResult<Bound<'py, PyIterator>> {
        let any = self.any();
        // SAFETY: a live object; the call returns a new iterator or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(any.py(), ffi::PyObject_GetIter(any.as_ptr()))
                .map(|iterator| iterator.into_unchecked())
        }
    }

    /// The result of a comparison, which may be any object (`PyObject_RichCompare`).
    fn rich_compare<O>(&self, other: O, op: CompareOp) -> PyResult<Bound<'py, PyAny>>
    where
        O: IntoPyObject<'py>,
    {
        let any = self.any();
        let other = other.into_pyobject(any.py())?;
        // SAFETY: live objects; the call returns a new reference or null with an error set.
        unsafe {
            let result = ffi::PyObject_RichCompare(any.as_ptr(), other.as_ptr(), op as c_int);
            Bound::from_owned_ptr_or_err(any.py(), result)
        }
    }

    /// `self == other`.
    fn eq<O: IntoPyObject<'py>>(&self, other: O) -> PyResult<bool> {
        self.rich_compare(other, CompareOp::Eq)?.is_truthy()
    }

    /// `self != other`.
    fn ne<O: IntoPyObject<'py>>(&self, other: O) -> PyResult<bool> {
        self.rich_compare(other, CompareOp::Ne)?.is_truthy()
    }

    /// `self < other`.
    fn lt<O: IntoPyObject<'py>>(&self, other: O) -> PyResult<bool> {
        self.rich_compare(other, CompareOp::Lt)?.is_truthy()
    }

    /// `self <= other`.
    fn le<O: IntoPyObject<'py>>(&self, other: O) -> PyResult<bool> {
        self.rich_compare(other, CompareOp::Le)?.is_truthy()
    }

    /// `self > other`.
    fn gt<O: IntoPyObject<'py>>(&self, other: O) -> PyResult<bool> {
        self.rich_compare(other, CompareOp::Gt)?.is_truthy()
    }

    /// `self >= other`.
    fn ge<O: IntoPyObject<'py>>(&self, other: O) -> PyResult<bool> {
        self.rich_compare(other, CompareOp::Ge)?.is_truthy()
    }
}

impl<'py> PyAnyMethods<'py> for Bound<'py, PyAny> {}

mod sealed {
    use super::{Bound, PyAny};

    pub trait Sealed<'py> {
        fn any(&self) -> &Bound<'py, PyAny>;
    }

    impl<'py> Sealed<'py> for Bound<'py, PyAny> {
        #[inline(always)]
        fn any(&self) -> &Bound<'py, PyAny> {
            self
        }
    }
}
