// MO05: the spelling of C.
use freehold::prelude::*;

#[pymodule(multiple_interpreters = "Py_MOD_PER_INTERPRETER_GIL_SUPPORTED")]
mod tally {}

fn main() {}
