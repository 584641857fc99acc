// MO15: no GIL serialises this library any more.
#![deny(deprecated)]

use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod tally {
    unsafe extern "C" {
        fn tick() -> i32;
    }
}

fn main() {}
