// MO07: on a struct.
use freehold::prelude::*;

#[pymodule]
struct Tally;

fn main() {}
