// Python does not pass the state.
use freehold::prelude::*;

#[pymodule(state = State)]
mod tally {
    use super::*;

    #[derive(Default)]
    pub struct State;

    #[pyfunction(signature = (state, by = 1))]
    fn hit(state: &State, by: i64) -> i64 {
        let _ = state;
        by
    }
}

fn main() {}
