//! A class that takes the state of another module than the one that exports it.

use freehold::prelude::*;

#[derive(Default)]
pub struct OtherState {
    _unused: u8,
}

/// Never imported.
#[pymodule(name = "state_of_others", state = OtherState)]
mod state_of_others {
    use super::*;
}

#[pyclass(frozen)]
pub struct Stranger {}

#[pymethods]
impl Stranger {
    #[new]
    fn new() -> Self {
        Stranger {}
    }

    fn ask(&self, state: &OtherState) {
        let _ = state;
    }

    #[staticmethod]
    fn ask_static(state: &OtherState) {
        let _ = state;
    }
}
