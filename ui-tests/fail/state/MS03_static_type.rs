// MS03: a type object in a static.
use freehold::prelude::*;

#[pymodule]
mod tally {
    use freehold::ffi;

    pub struct Shared<T>(T);
    unsafe impl<T> Sync for Shared<T> {}

    static COUNTER: Shared<*mut ffi::PyTypeObject> = Shared(std::ptr::null_mut());
}

fn main() {}
