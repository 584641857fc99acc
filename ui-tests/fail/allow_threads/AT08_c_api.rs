// AT08: the C API needs the interpreter.
#![deny(deprecated)]

use freehold::{ffi, prelude::*};

#[pyfunction]
#[allow_threads]
fn collect() -> isize {
    // SAFETY: none, which is the point.
    unsafe { ffi::PyGC_Collect() }
}

fn main() {}
