// MS06, the other way round: one module per state.
use freehold::prelude::*;

#[derive(Default)]
pub struct State;

#[pymodule(state = State)]
mod first {
    use super::*;
}

#[pymodule(state = State)]
mod second {
    use super::*;
}

fn main() {}
