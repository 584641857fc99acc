// MS05: a state whose fields cannot be shared, in the module.
use freehold::prelude::*;

#[pymodule(state = State)]
mod tally {
    use super::*;
    use std::cell::Cell;
    use std::rc::Rc;

    #[derive(Default)]
    pub struct State {
        hits: Cell<u64>,
        name: Rc<str>,
    }

    #[pyfunction]
    fn hit(state: &State) -> u64 {
        state.hits.set(state.hits.get() + 1);
        state.hits.get() + state.name.len() as u64
    }
}

fn main() {}
