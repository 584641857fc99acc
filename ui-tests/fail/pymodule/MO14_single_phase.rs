// MO14: a module that is made in one step, for interpreters with a GIL of their own.
use freehold::prelude::*;

#[pymodule(single_phase, multiple_interpreters = "per_interpreter_gil")]
mod tally {}

fn main() {}
