// The init function makes something else than the state.
use freehold::prelude::*;

#[pymodule(state = State)]
mod tally {
    use super::*;

    pub struct State;

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add("version", 1)
    }
}

fn main() {}
