// MO08: a keyword of Python.
use freehold::prelude::*;

#[pymodule(name = "lambda")]
mod tally {}

fn main() {}
