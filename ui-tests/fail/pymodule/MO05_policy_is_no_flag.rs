// MO05: a policy is one of three strings.
use freehold::prelude::*;

#[pymodule(multiple_interpreters = true)]
mod tally {}

fn main() {}
