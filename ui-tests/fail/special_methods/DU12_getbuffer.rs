// DU12: the buffer protocol comes later, and says so.
use freehold::{ffi, prelude::*};
use std::ffi::c_int;

#[pyclass(frozen)]
struct Data {
    bytes: Vec<u8>,
}

#[pymethods]
impl Data {
    fn __getbuffer__(&self, view: *mut ffi::Py_buffer, flags: c_int) -> c_int {
        let _ = (view, flags);
        self.bytes.len() as c_int
    }
}

fn main() {}
