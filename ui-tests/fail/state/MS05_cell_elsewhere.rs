// MS05: the same, where the fields cannot be seen from the module.
use freehold::prelude::*;
use std::cell::RefCell;

#[derive(Default)]
pub struct State {
    names: RefCell<Vec<String>>,
}

#[pymodule(state = State)]
mod tally {
    use super::*;

    #[pyfunction]
    fn count(state: &State) -> usize {
        state.names.borrow().len()
    }
}

fn main() {}
