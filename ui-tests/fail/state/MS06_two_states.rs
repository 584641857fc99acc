// MS06: one state per module.
use freehold::prelude::*;

#[derive(Default)]
pub struct Counts;
#[derive(Default)]
pub struct Names;

#[pymodule(state = Counts, state = Names)]
mod tally {
    use super::*;

    #[pyfunction]
    fn hit(state: &Counts) {
        let _ = state;
    }
}

fn main() {}
