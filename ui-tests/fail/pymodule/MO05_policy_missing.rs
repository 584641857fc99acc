// MO05: without a value.
use freehold::prelude::*;

#[pymodule(gil_not_used, multiple_interpreters)]
mod tally {}

fn main() {}
