//! Calling Python objects.

use std::ptr;

use crate::convert::{IntoPyObject, object_of, tuple_rows};
use crate::handle::Bound;
use crate::types::{PyAny, PyAnyMethods, PyDict, PyString, PyTuple};
use crate::{Py, PyResult, Python, ffi};

/// What an object can be called with: `()`, a Rust tuple of things that convert, or a `PyTuple`.
///
/// A Rust tuple goes to the callee as it is, without a Python tuple around it (`PyObject_Vectorcall`).
///
/// ```
/// use freehold::prelude::*;
///
/// fn apply<'py>(f: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
///     f.call1((1, "two", 3.0))
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no tuple of arguments",
    label = "the arguments of a call are a tuple",
    note = "a single argument is written `(x,)`, none `()`"
)]
pub trait PyCallArgs<'py>: Sized + sealed::Sealed {
    #[doc(hidden)]
    fn call(self, callee: impl Callee<'py>) -> PyResult<Bound<'py, PyAny>>;
}

/// What is called with arguments: an object, or a method of one.
pub trait Callee<'py>: Copy {
    fn py(self) -> Python<'py>;

    /// What has to be in front of the arguments.
    fn first(self) -> *mut ffi::PyObject;

    /// Calls it with the arguments in `room[1..]`, behind the first place.
    ///
    /// # Safety
    /// `room` begins with `first`, and holds live objects behind that.
    unsafe fn call(self, room: &mut [*mut ffi::PyObject]) -> PyResult<Bound<'py, PyAny>>;

    /// Calls it with the items of the tuple.
    fn call_tuple(self, args: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>>;
}

/// An object, and arguments by keyword.
#[derive(Clone, Copy)]
pub(super) struct Object<'a, 'py>(
    pub(super) &'a Bound<'py, PyAny>,
    pub(super) Option<&'a Bound<'py, PyDict>>,
);

impl<'py> Callee<'py> for Object<'_, 'py> {
    fn py(self) -> Python<'py> {
        self.0.py()
    }

    /// A place that is the callee's to use.
    fn first(self) -> *mut ffi::PyObject {
        ptr::null_mut()
    }

    unsafe fn call(self, room: &mut [*mut ffi::PyObject]) -> PyResult<Bound<'py, PyAny>> {
        let count = (room.len() - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
        let kwargs = self.1.map_or(ptr::null_mut(), Bound::as_ptr);
        // SAFETY: `room` holds live objects behind its first place; the call returns a new reference or
        // null with an error set.
        unsafe {
            let args = room.as_mut_ptr().add(1);
            let result = ffi::PyObject_VectorcallDict(self.0.as_ptr(), args, count, kwargs);
            Bound::from_owned_ptr_or_err(self.py(), result)
        }
    }

    fn call_tuple(self, args: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
        let kwargs = self.1.map_or(ptr::null_mut(), Bound::as_ptr);
        // SAFETY: a callee, a tuple and a dict or null, all alive; the call returns a new reference
        // or null with an error set.
        unsafe {
            let result = ffi::PyObject_Call(self.0.as_ptr(), args.as_ptr(), kwargs);
            Bound::from_owned_ptr_or_err(self.py(), result)
        }
    }
}

/// A method of the object, by its name.
#[derive(Clone, Copy)]
pub(super) struct Method<'a, 'py>(
    pub(super) &'a Bound<'py, PyAny>,
    pub(super) &'a Bound<'py, PyString>,
);

impl<'py> Callee<'py> for Method<'_, 'py> {
    fn py(self) -> Python<'py> {
        self.0.py()
    }

    /// The object.
    fn first(self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    unsafe fn call(self, room: &mut [*mut ffi::PyObject]) -> PyResult<Bound<'py, PyAny>> {
        let count = room.len() | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
        // SAFETY: `room` holds live objects. The flag lets the callee use the place before the arguments
        // behind the object, which is the object's own. The call returns a new reference or null with an
        // error set.
        unsafe {
            let (name, args) = (self.1.as_ptr(), room.as_mut_ptr());
            let result = ffi::PyObject_VectorcallMethod(name, args, count, ptr::null_mut());
            Bound::from_owned_ptr_or_err(self.py(), result)
        }
    }

    fn call_tuple(self, args: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
        Object(&self.0.getattr(self.1)?, None).call_tuple(args)
    }
}

impl<'py> PyCallArgs<'py> for () {
    fn call(self, callee: impl Callee<'py>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: there is nothing behind the first place.
        unsafe { callee.call(&mut [callee.first()]) }
    }
}

macro_rules! row {
    ($length:literal; $($element:ident $index:tt),+) => {
        impl<'py, $($element: IntoPyObject<'py>),+> PyCallArgs<'py> for ($($element,)+) {
            fn call(self, callee: impl Callee<'py>) -> PyResult<Bound<'py, PyAny>> {
                let args = ($(object_of(self.$index, callee.py())?,)+);
                // SAFETY: `args` keeps the objects alive.
                unsafe { callee.call(&mut [callee.first(), $(args.$index.as_ptr()),+]) }
            }
        }

        impl<$($element),+> sealed::Sealed for ($($element,)+) {}
    };
}

tuple_rows!(row);

/// One row per form of a Python tuple: how it is borrowed.
macro_rules! python_tuples {
    ($($tuple:ty, |$args:ident, $py:ident| $borrowed:expr;)*) => {$(
        impl<'py> PyCallArgs<'py> for $tuple {
            fn call(self, callee: impl Callee<'py>) -> PyResult<Bound<'py, PyAny>> {
                let ($args, $py) = (self, callee.py());
                callee.call_tuple($borrowed)
            }
        }

        impl<'py> sealed::Sealed for $tuple {}
    )*};
}

python_tuples! {
    &Bound<'py, PyTuple>, |args, _py| args;
    Bound<'py, PyTuple>, |args, _py| &args;
    Py<PyTuple>, |args, py| args.bind(py);
    &Py<PyTuple>, |args, py| args.bind(py);
}

mod sealed {
    pub trait Sealed {}

    impl Sealed for () {}
}
