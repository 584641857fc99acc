// A parameter that is taken for the state, of a type that is the state of no module.
use freehold::prelude::*;

pub struct Settings;

#[pyfunction]
fn depth(state: &Settings) -> usize {
    let _ = state;
    0
}

#[pyclass(frozen)]
struct Reader {}

#[pymethods]
impl Reader {
    #[new]
    fn new(_state: &Settings) -> Self {
        Reader {}
    }

    fn read(&self, state: &Settings) {
        let _ = state;
    }
}

fn main() {}
