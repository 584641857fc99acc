// PC06: a raw pointer.
use freehold::prelude::*;

#[pyclass]
struct Window {
    handle: *mut u8,
}

fn main() {}
