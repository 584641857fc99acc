// FN19: both at once, as a port from C has it.
use freehold::{ffi, prelude::*};

#[pyfunction]
unsafe extern "C" fn double(slf: *mut ffi::PyObject, arg: *mut ffi::PyObject) -> *mut ffi::PyObject {
    let _ = slf;
    arg
}

fn main() {}
