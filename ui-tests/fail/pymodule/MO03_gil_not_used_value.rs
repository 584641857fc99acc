// A value where there is none.
use freehold::prelude::*;

#[pymodule(gil_not_used = true)]
mod tally {}

fn main() {}
