// The spelling of C.
use freehold::prelude::*;

#[pymodule(Py_MOD_GIL_NOT_USED)]
mod tally {}

fn main() {}
