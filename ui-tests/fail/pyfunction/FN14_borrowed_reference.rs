// FN14: borrowed references, which another thread may take away: each is reported.
#![deny(deprecated)]

use freehold::{ffi, prelude::*};

#[pyfunction]
fn has_first(list: &Bound<'_, PyList>) -> bool {
    // SAFETY: none, which is the point.
    unsafe { !ffi::PyList_GetItem(list.as_ptr(), 0).is_null() }
}

#[pyfunction]
fn has_key(dict: &Bound<'_, PyDict>, key: &Bound<'_, PyAny>) -> bool {
    // SAFETY: none, which is the point.
    unsafe { !freehold::ffi::PyDict_GetItemWithError(dict.as_ptr(), key.as_ptr()).is_null() }
}

fn main() {}
