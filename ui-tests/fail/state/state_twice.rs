// Two parameters that are the state.
use freehold::prelude::*;

#[pymodule(state = State)]
mod tally {
    use super::*;

    #[derive(Default)]
    pub struct State;

    #[pyfunction]
    fn hit(state: &State, _state: &State) {
        let _ = state;
    }
}

fn main() {}
