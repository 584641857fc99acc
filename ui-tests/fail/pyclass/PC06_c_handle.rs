// PC06: a pointer to a foreign type, in a frozen class.
use freehold::prelude::*;
use std::ffi::c_void;

#[pyclass(frozen)]
struct Window {
    handle: *const c_void,
}

fn main() {}
