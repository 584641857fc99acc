// MO04: something that is no word.
use freehold::prelude::*;

#[pymodule("tally")]
mod tally {}

fn main() {}
