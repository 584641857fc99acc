// MS05: a handle that is bound to a thread. (It could not name its lifetime either.)
use freehold::prelude::*;

#[pymodule(state = State)]
mod tally {
    use super::*;

    pub struct State {
        token: Option<Python<'static>>,
    }

    #[pymodule_init]
    fn init(_m: &Bound<'_, PyModule>) -> State {
        State { token: None }
    }
}

fn main() {}
