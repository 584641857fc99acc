//! Calling Python objects.

use std::ptr;

use crate::convert::{IntoPyObject, tuple_rows};
use crate::handle::Bound;
use crate::types::{PyAny, PyAnyMethods, PyDict, PyString, PyTuple};
use crate::{Py, PyResult, ffi};

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
    fn call(
        self,
        callee: &Bound<'py, PyAny>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>>;

    #[doc(hidden)]
    fn call_method(
        self,
        object: &Bound<'py, PyAny>,
        name: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>>;
}

/// Calls with the arguments in `room[1..]`. The place before them is the callee's to use.
fn vectorcall<'py>(
    callee: &Bound<'py, PyAny>,
    room: &mut [*mut ffi::PyObject],
    kwargs: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let count = (room.len() - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
    let kwargs = kwargs.map_or(ptr::null_mut(), Bound::as_ptr);
    // SAFETY: `room` holds live objects behind its first place; the call returns a new reference or
    // null with an error set.
    unsafe {
        let args = room.as_mut_ptr().add(1);
        let result = ffi::PyObject_VectorcallDict(callee.as_ptr(), args, count, kwargs);
        Bound::from_owned_ptr_or_err(callee.py(), result)
    }
}

/// Calls a method of the object in `room[0]` with the arguments behind it.
fn vectorcall_method<'py>(
    name: &Bound<'py, PyString>,
    room: &mut [*mut ffi::PyObject],
) -> PyResult<Bound<'py, PyAny>> {
    let count = room.len() | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
    // SAFETY: `room` holds live objects. The flag lets the callee use the place before the arguments
    // behind the object, which is the object's own. The call returns a new reference or null with an
    // error set.
    unsafe {
        let args = room.as_mut_ptr();
        let result = ffi::PyObject_VectorcallMethod(name.as_ptr(), args, count, ptr::null_mut());
        Bound::from_owned_ptr_or_err(name.py(), result)
    }
}

impl<'py> PyCallArgs<'py> for () {
    fn call(
        self,
        callee: &Bound<'py, PyAny>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        vectorcall(callee, &mut [ptr::null_mut()], kwargs)
    }

    fn call_method(
        self,
        object: &Bound<'py, PyAny>,
        name: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        vectorcall_method(name, &mut [object.as_ptr()])
    }
}

macro_rules! row {
    ($length:literal; $($element:ident $index:tt),+) => {
        impl<'py, $($element: IntoPyObject<'py>),+> PyCallArgs<'py> for ($($element,)+) {
            fn call(
                self,
                callee: &Bound<'py, PyAny>,
                kwargs: Option<&Bound<'py, PyDict>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                let args = ($(self.$index.into_pyobject(callee.py())?,)+);
                let mut room = [ptr::null_mut(), $(args.$index.as_ptr()),+];
                vectorcall(callee, &mut room, kwargs)
            }

            fn call_method(
                self,
                object: &Bound<'py, PyAny>,
                name: &Bound<'py, PyString>,
            ) -> PyResult<Bound<'py, PyAny>> {
                let args = ($(self.$index.into_pyobject(object.py())?,)+);
                let mut room = [object.as_ptr(), $(args.$index.as_ptr()),+];
                vectorcall_method(name, &mut room)
            }
        }

        impl<$($element),+> sealed::Sealed for ($($element,)+) {}
    };
}

tuple_rows!(row);

impl<'py> PyCallArgs<'py> for &Bound<'py, PyTuple> {
    fn call(
        self,
        callee: &Bound<'py, PyAny>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let kwargs = kwargs.map_or(ptr::null_mut(), Bound::as_ptr);
        // SAFETY: a callee, a tuple and a dict or null, all alive; the call returns a new reference
        // or null with an error set.
        unsafe {
            let result = ffi::PyObject_Call(callee.as_ptr(), self.as_ptr(), kwargs);
            Bound::from_owned_ptr_or_err(callee.py(), result)
        }
    }

    fn call_method(
        self,
        object: &Bound<'py, PyAny>,
        name: &Bound<'py, PyString>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.call(&object.getattr(name)?, None)
    }
}

/// The owned forms of a tuple do what the borrowed one does.
macro_rules! owned_tuples {
    ($($tuple:ty, |$args:ident, $py:ident| $borrowed:expr;)*) => {$(
        impl<'py> PyCallArgs<'py> for $tuple {
            fn call(
                self,
                callee: &Bound<'py, PyAny>,
                kwargs: Option<&Bound<'py, PyDict>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                let ($args, $py) = (self, callee.py());
                $borrowed.call(callee, kwargs)
            }

            fn call_method(
                self,
                object: &Bound<'py, PyAny>,
                name: &Bound<'py, PyString>,
            ) -> PyResult<Bound<'py, PyAny>> {
                let ($args, $py) = (self, object.py());
                $borrowed.call_method(object, name)
            }
        }
    )*};
}

owned_tuples! {
    Bound<'py, PyTuple>, |args, _py| (&args);
    Py<PyTuple>, |args, py| args.bind(py);
    &Py<PyTuple>, |args, py| args.bind(py);
}

mod sealed {
    use super::{Bound, Py, PyTuple};

    pub trait Sealed {}

    impl Sealed for () {}
    impl Sealed for Bound<'_, PyTuple> {}
    impl Sealed for &Bound<'_, PyTuple> {}
    impl Sealed for Py<PyTuple> {}
    impl Sealed for &Py<PyTuple> {}
}
