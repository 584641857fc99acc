// MO14: single-phase modules come later, and say so.
use freehold::prelude::*;

#[pymodule(multiple_interpreters = "per_interpreter_gil", single_phase)]
mod tally {}

fn main() {}
