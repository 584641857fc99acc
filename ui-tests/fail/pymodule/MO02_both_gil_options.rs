// MO02: the options contradict each other.
use freehold::prelude::*;

#[pymodule(gil_not_used, gil_used)]
mod tally {}

fn main() {}
