// Nothing makes the state.
use freehold::prelude::*;

#[pymodule(state = State)]
mod tally {
    pub struct State {
        pub name: String,
    }
}

fn main() {}
