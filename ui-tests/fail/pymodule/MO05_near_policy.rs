// MO05: a near miss of a policy.
use freehold::prelude::*;

#[pymodule(multiple_interpreters = "per_interpreter_gill")]
mod tally {}

fn main() {}
