//! `collecting`: classes in reference cycles.

mod by_hand;
mod fields;
mod foreign;
mod locks;
mod nested;
mod nodes;

use freehold::prelude::*;
use freehold::sync::PyMutex;

/// What each instance of the module has one of.
#[derive(Default)]
pub struct State {
    kept: PyMutex<Vec<Py<PyAny>>>,
}

freehold::traverse!(State { kept });

#[pymodule(
    gil_not_used,
    multiple_interpreters = "per_interpreter_gil",
    state = crate::State
)]
mod collecting {
    #[pymodule_export]
    use crate::by_hand::{ByHand, Curious, Panicky, WithoutClear};
    #[pymodule_export]
    use crate::fields::{Fields, Nothing, Plain, Scene, Stuck, Tuple};
    #[pymodule_export]
    use crate::foreign::Breached;
    #[pymodule_export]
    use crate::locks::{Frozen, Locks, Once};
    #[pymodule_export]
    use crate::nested::{Hooked, Net};
    #[pymodule_export]
    use crate::nodes::{Ending, Node, ReadWriteNode, Silent};

    use super::State;
    use freehold::prelude::*;

    /// Keeps an object in the state of the module.
    #[pyfunction]
    fn keep(py: Python<'_>, state: &State, object: Py<PyAny>) {
        state.kept.lock(py).push(object);
    }
}
