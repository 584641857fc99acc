// AT07: a `bytearray` may be resized by another thread.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
fn clear(data: &mut [u8]) {
    data.fill(0);
}

fn main() {}
