//! Arguments as CPython passes them: objects that lie one behind the other.

use super::bind::Arguments;
use crate::exceptions::PyRuntimeError;
use crate::types::{PyAny, PyDict, PyDictMethods, PyListMethods, PyTupleMethods};
use crate::{Bound, PyErr, PyResult, Python, ffi};

/// Calls `function` with the arguments of a `ternaryfunc`.
///
/// # Safety
/// `args` is a tuple; `kwargs` is null or a dictionary; `callable`, and `function` itself, are what CPython
/// would call with them.
pub(crate) unsafe fn call_vector(
    py: Python<'_>,
    function: ffi::vectorcallfunc,
    callable: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> PyResult<*mut ffi::PyObject> {
    // SAFETY: the caller's contract; the tuple keeps its items alive.
    let (given, count) = unsafe { items(args) };
    let called = if kwargs.is_null() {
        // SAFETY: the caller's contract.
        unsafe { function(callable, given, count, std::ptr::null_mut()) }
    } else {
        // SAFETY: the caller's contract.
        let kwargs: &Bound<'_, PyDict> =
            unsafe { Bound::ref_from_ptr(py, &kwargs).cast_unchecked() };
        // Names and values of one moment.
        let kwargs = kwargs.copy()?;
        let (names, values) = (kwargs.keys()?.to_tuple()?, kwargs.values()?.to_tuple()?);
        if names.len() != values.len() {
            return Err(PyRuntimeError::new_err(
                "the keywords of a call were changed",
            ));
        }
        // SAFETY: live tuples; `given` and `values` have as many items as said.
        let vector = unsafe {
            let (values, more) = items(values.as_ptr());
            let given = std::slice::from_raw_parts(given, count);
            [given, std::slice::from_raw_parts(values, more)].concat()
        };
        // SAFETY: the caller's contract; the tuples keep the items of `vector` alive.
        unsafe { function(callable, vector.as_ptr(), count, names.as_ptr()) }
    };
    match called.is_null() {
        true => Err(PyErr::fetch(py)),
        false => Ok(called),
    }
}

/// The items of a tuple, and how many there are.
///
/// # Safety
/// `tuple` is a live tuple.
#[inline]
pub(super) unsafe fn items(tuple: *mut ffi::PyObject) -> (*const *mut ffi::PyObject, usize) {
    // SAFETY: the caller's contract; only the address of the field is taken.
    unsafe {
        let first = &raw const (*tuple.cast::<ffi::PyTupleObject>()).ob_item;
        (first.cast(), ffi::PyTuple_GET_SIZE(tuple).unsigned_abs())
    }
}

/// # Safety
/// `args` are `N` objects that live for `'a`.
#[inline]
pub(super) unsafe fn all<'a, 'py, const N: usize>(
    py: Python<'py>,
    args: *const *mut ffi::PyObject,
) -> Arguments<'a, 'py, N> {
    std::array::from_fn(|index| {
        // SAFETY: the caller's contract.
        Some(unsafe { argument(py, args, index) })
    })
}

/// # Safety
/// `args` has an object at `index` that lives for `'a`.
#[inline]
pub(super) unsafe fn argument<'a, 'py>(
    py: Python<'py>,
    args: *const *mut ffi::PyObject,
    index: usize,
) -> &'a Bound<'py, PyAny> {
    // SAFETY: the caller's contract.
    unsafe { Bound::ref_from_ptr(py, &*args.add(index)) }
}
