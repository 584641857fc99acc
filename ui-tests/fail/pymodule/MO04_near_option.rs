// MO04: a near miss of an option.
use freehold::prelude::*;

#[pymodule(gil_not_usd)]
mod tally {}

fn main() {}
