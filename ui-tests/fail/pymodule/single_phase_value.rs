// An option without value.
use freehold::prelude::*;

#[pymodule(single_phase = true)]
mod tally {}

fn main() {}
