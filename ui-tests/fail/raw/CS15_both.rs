// CS15: detaching releases every section; in either order.
use freehold::ffi;
use freehold::prelude::*;

#[critical_section(list)]
#[allow_threads]
fn first(py: Python<'_>, list: &Bound<'_, PyList>) -> usize {
    list.len()
}

#[allow_threads]
#[critical_section(list)]
unsafe fn second(list: *mut ffi::PyObject) -> usize {
    list as usize
}

fn main() {}
