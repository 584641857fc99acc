// MO08: no module can be imported under this name.
use freehold::prelude::*;

#[pymodule(name = "my-tally")]
mod tally {}

fn main() {}
