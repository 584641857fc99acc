// MO14: the same for interpreters that share the GIL.
use freehold::prelude::*;

#[pymodule(multiple_interpreters = "shared_gil", gil_not_used, single_phase)]
mod tally {}

fn main() {}
