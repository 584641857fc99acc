// Pointers prove nothing.
use freehold::ffi;
use freehold::prelude::*;

use std::ptr::NonNull;

type Object = *mut ffi::PyObject;

#[critical_section(object)]
fn pointer(object: *mut ffi::PyObject) {
    let _ = object;
}

#[critical_section(object)]
fn with_token(py: Python<'_>, object: NonNull<ffi::PyObject>) {
    let _ = (py, object);
}

#[critical_section(object)]
fn alias(object: Object) {
    let _ = object;
}

#[critical_section(object)]
fn alias_with_token(py: Python<'_>, object: Object) {
    let _ = (py, object);
}

#[critical_section(object)]
unsafe fn to_something_else(object: *mut u8) {
    let _ = object;
}

fn main() {}
