// The init function makes a state, and the module has none.
use freehold::prelude::*;

#[pymodule]
mod tally {
    use super::*;

    pub struct State;

    #[pymodule_init]
    fn init(_m: &Bound<'_, PyModule>) -> PyResult<State> {
        Ok(State)
    }
}

fn main() {}
