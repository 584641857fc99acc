// MO04: an option that is near to nothing.
use freehold::prelude::*;

#[pymodule(fast)]
mod tally {}

fn main() {}
