// The spelling of Cython.
use freehold::prelude::*;

#[pymodule(freethreading_compatible = true)]
mod tally {}

fn main() {}
