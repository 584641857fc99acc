// A pointer in a block takes `unsafe`.
use freehold::ffi;
use freehold::prelude::*;

fn length(list: *mut ffi::PyObject) -> isize {
    freehold::critical_section!(list => { 0 })
}

fn owned(list: &Py<PyList>) -> isize {
    freehold::critical_section!(list => { 0 })
}

fn two(a: &Bound<'_, PyList>, b: *mut ffi::PyObject) -> isize {
    freehold::critical_section!(a, b => { 0 })
}

fn main() {}
