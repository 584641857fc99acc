// MS07: calls of the C API that know one interpreter.
#![deny(warnings)]
use freehold::ffi;
use freehold::prelude::*;

#[pyfunction]
fn find(_py: Python<'_>) -> bool {
    let definition = std::ptr::null_mut();
    unsafe { ffi::PyState_FindModule(definition) }.is_null()
}

#[pyfunction]
fn attach() {
    unsafe {
        let state = ffi::PyGILState_Ensure();
        ffi::PyGILState_Release(state);
    }
}

fn main() {}
