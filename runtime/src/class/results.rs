//! What special methods return, and what CPython wants to get.

use std::ffi::c_int;

use crate::convert::IntoPyObject;
use crate::exceptions::PyOverflowError;
use crate::function::{IntoPyErr, ReturnValue};
use crate::{PyResult, Python, ffi};

/// Declares the trait of a slot's results, for plain values and for `Result`s of them.
macro_rules! slot_result {
    (
        $(#[$attribute:meta])*
        $trait:ident -> $c:ty;
        $($value:ty: |$given:ident| $converted:expr;)*
    ) => {
        $(#[$attribute])*
        pub trait $trait {
            /// The value as CPython wants it.
            fn into_slot(self) -> PyResult<$c>;
        }

        $(#[diagnostic::do_not_recommend]
        impl $trait for $value {
            #[inline(always)]
            fn into_slot(self) -> PyResult<$c> {
                let $given = self;
                $converted
            }
        })*

        #[diagnostic::do_not_recommend]
        impl<T: $trait, E: IntoPyErr> $trait for Result<T, E> {
            #[inline(always)]
            fn into_slot(self) -> PyResult<$c> {
                self.map_err(IntoPyErr::into_pyerr)?.into_slot()
            }
        }
    };
}

slot_result! {
    #[diagnostic::on_unimplemented(
        message = "`__len__` returns `{Self}`, but lengths are unsigned",
        label = "must be `usize` or `PyResult<usize>`",
        note = "return `usize`"
    )]
    /// What `__len__` may return.
    LenResult -> ffi::Py_ssize_t;
    usize: |length| ffi::Py_ssize_t::try_from(length)
        .map_err(|_| PyOverflowError::new_err("__len__() result does not fit into a Py_ssize_t"));
}

slot_result! {
    #[diagnostic::on_unimplemented(
        message = "a special method that tests something returns `{Self}`, but its answer is true or false",
        label = "must be `bool` or `PyResult<bool>`",
        note = "return `bool`"
    )]
    /// What `__contains__`, `__eq__` and `__bool__` may return.
    ContainsResult -> c_int;
    bool: |answer| Ok(c_int::from(answer));
}

slot_result! {
    #[diagnostic::on_unimplemented(
        message = "`__hash__` returns `{Self}`, but hashes are integers",
        label = "must be an integer type, such as `u64` or `isize`, or a `PyResult` of one",
        note = "return `u64`, for example from `std::hash::Hasher::finish`"
    )]
    /// What `__hash__` may return: any integer, folded to the size of a pointer.
    HashResult -> ffi::Py_hash_t;
    isize: |hash| valid_hash(hash as i64);
    i64: |hash| valid_hash(hash);
    i32: |hash| valid_hash(i64::from(hash));
    usize: |hash| valid_hash(hash as i64);
    u64: |hash| valid_hash(hash as i64);
    u32: |hash| valid_hash(i64::from(hash));
}

slot_result! {
    #[diagnostic::on_unimplemented(
        message = "this special method returns `{Self}`, but Python ignores its result",
        label = "must return nothing, or `PyResult<()>`",
        note = "remove the return type"
    )]
    /// What `__setitem__`, `__delitem__` and setters may return.
    UnitResult -> c_int;
    (): |_nothing| Ok(0);
}

// The functions that generated code calls. They stand outside of the macro because rustc shows where
// they are declared when a result does not fit.

/// Converts the result of `__len__`.
#[inline(always)]
pub fn len(value: impl LenResult) -> PyResult<ffi::Py_ssize_t> {
    value.into_slot()
}

/// Converts the result of `__contains__` and `__eq__`.
#[inline(always)]
pub fn truth(value: impl ContainsResult) -> PyResult<c_int> {
    value.into_slot()
}

/// Converts the result of `__hash__`.
#[inline(always)]
pub fn hash(value: impl HashResult) -> PyResult<ffi::Py_hash_t> {
    value.into_slot()
}

/// Converts the result of `__setitem__`, `__delitem__` and setters.
#[inline(always)]
pub fn unit(value: impl UnitResult) -> PyResult<c_int> {
    value.into_slot()
}

/// -1 is how a slot says that it raised.
fn valid_hash(hash: i64) -> PyResult<ffi::Py_hash_t> {
    // On 32-bit targets the upper half is folded in.
    let hash = match size_of::<ffi::Py_hash_t>() {
        8 => hash as ffi::Py_hash_t,
        _ => (hash ^ (hash >> 32)) as ffi::Py_hash_t,
    };
    Ok(if hash == -1 { -2 } else { hash })
}

/// What `__repr__` may return.
#[diagnostic::on_unimplemented(
    message = "`__repr__` returns `{Self}`, but it must return text",
    label = "must be `String`, `&str` or a `PyResult` of one",
    note = "return `String`"
)]
pub trait ReprResult<'py>: ReturnValue<'py> {}

#[diagnostic::do_not_recommend]
impl ReprResult<'_> for String {}
#[diagnostic::do_not_recommend]
impl ReprResult<'_> for &str {}
#[diagnostic::do_not_recommend]
impl<'py> ReprResult<'py> for std::borrow::Cow<'_, str> {}
#[diagnostic::do_not_recommend]
impl<'py> ReprResult<'py> for crate::Bound<'py, crate::types::PyString> {}
#[diagnostic::do_not_recommend]
impl<'py> ReprResult<'py> for crate::Py<crate::types::PyString> {}
#[diagnostic::do_not_recommend]
impl<'py, T: ReprResult<'py> + IntoPyObject<'py>, E: IntoPyErr> ReprResult<'py> for Result<T, E> {}

/// Converts the result of `__repr__`.
#[inline]
pub fn repr<'py>(py: Python<'py>, value: impl ReprResult<'py>) -> PyResult<*mut ffi::PyObject> {
    value.into_return(py)
}

/// What `__next__` may return.
#[diagnostic::on_unimplemented(
    message = "`__next__` returns `{Self}`, which cannot say that there is nothing left",
    label = "must be `Option<T>` or `PyResult<Option<T>>`",
    note = "return `Option<T>`: `None` ends the iteration"
)]
pub trait NextResult<'py> {
    /// A new reference, or null: with an exception set if making it failed, without one at the end.
    fn into_next(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject>;
}

impl<'py, T: IntoPyObject<'py>> NextResult<'py> for Option<T> {
    #[inline]
    fn into_next(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        match self {
            Some(item) => Ok(item.into_c_result(py).into_ptr()),
            None => Ok(std::ptr::null_mut()),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<'py, T: NextResult<'py>, E: IntoPyErr> NextResult<'py> for Result<T, E> {
    #[inline]
    fn into_next(self, py: Python<'py>) -> PyResult<*mut ffi::PyObject> {
        self.map_err(IntoPyErr::into_pyerr)?.into_next(py)
    }
}

/// Converts the result of `__next__`.
#[inline]
pub fn next<'py>(py: Python<'py>, value: impl NextResult<'py>) -> PyResult<*mut ffi::PyObject> {
    value.into_next(py)
}
