// MO05: a string that is no policy.
use freehold::prelude::*;

#[pymodule(multiple_interpreters = "yes")]
mod tally {}

fn main() {}
