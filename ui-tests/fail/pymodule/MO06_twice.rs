// MO06: an option twice.
use freehold::prelude::*;

#[pymodule(gil_not_used, name = "tally", gil_not_used)]
mod tally {}

fn main() {}
