// FN15: iterating over a dict that others may change.
#![deny(deprecated)]

use freehold::{ffi, prelude::*};
use std::ptr::null_mut;

#[pyfunction]
fn is_empty(dict: &Bound<'_, PyDict>) -> bool {
    let mut at = 0;
    // SAFETY: none, which is the point.
    unsafe { ffi::PyDict_Next(dict.as_ptr(), &mut at, null_mut(), null_mut()) == 0 }
}

fn main() {}
