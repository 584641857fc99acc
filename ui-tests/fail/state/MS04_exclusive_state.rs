// MS04: all threads share the state.
use freehold::prelude::*;

#[pymodule(state = State)]
mod tally {
    use super::*;

    #[derive(Default)]
    pub struct State {
        hits: u64,
    }

    #[pyfunction]
    fn hit(state: &mut State) -> u64 {
        state.hits += 1;
        state.hits
    }

    #[pyfunction]
    #[allow_threads]
    fn hit_detached(state: &mut State) -> u64 {
        state.hits += 1;
        state.hits
    }
}

fn main() {}
