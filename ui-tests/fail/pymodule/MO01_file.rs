// MO01: a module in another file.
use freehold::prelude::*;

#[pymodule]
#[path = "parts/tally.rs"]
mod tally;

fn main() {}
