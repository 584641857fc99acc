// MO03: PyO3's spelling.
use freehold::prelude::*;

#[pymodule(gil_used = false)]
mod tally {}

fn main() {}
