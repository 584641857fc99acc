// MO06: the attribute twice.
use freehold::prelude::*;

#[pymodule]
#[pymodule]
mod tally {}

fn main() {}
