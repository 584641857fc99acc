// MO08: not a string.
use freehold::prelude::*;

#[pymodule(name = tally2)]
mod tally {}

fn main() {}
