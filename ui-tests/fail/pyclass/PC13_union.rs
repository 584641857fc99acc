// PC13: on a union.
use freehold::prelude::*;

#[pyclass]
union Bits {
    whole: u32,
    halves: [u16; 2],
}

fn main() {}
