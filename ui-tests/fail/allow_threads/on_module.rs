// On a module, above and below `#[pymodule]`.
use freehold::prelude::*;

#[pymodule]
#[allow_threads]
mod below {}

#[allow_threads]
#[pymodule]
mod above {}

fn main() {}
