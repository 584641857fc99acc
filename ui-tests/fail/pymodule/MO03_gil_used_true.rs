// MO03: PyO3's spelling of the other one.
use freehold::prelude::*;

#[pymodule(gil_used = true)]
mod tally {}

fn main() {}
