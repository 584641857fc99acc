// A state that is no type of this crate, or no type at all.
use freehold::prelude::*;
use std::sync::Mutex;

#[pymodule(state = Mutex<Vec<String>>)]
mod names {}

#[pymodule(state = (u64, u64))]
mod pairs {}

#[pymodule(state)]
mod nothing {}

#[pymodule(state = "State")]
mod text {}

fn main() {}
