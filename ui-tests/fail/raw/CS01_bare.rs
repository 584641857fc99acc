// CS01: names no object to lock.
use freehold::ffi;
use freehold::prelude::*;

#[critical_section]
fn length(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

#[critical_section]
unsafe extern "C" fn touch(object: *mut ffi::PyObject) -> *mut ffi::PyObject {
    object
}

fn main() {}
