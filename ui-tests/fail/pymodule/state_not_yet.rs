// Module state comes later, and says so.
use freehold::prelude::*;

struct State;

#[pymodule(state = State)]
mod tally {}

fn main() {}
