//! Modules with a state, and what is called `state` and is none.
#![deny(warnings)]

use freehold::prelude::*;
use freehold::sync::{PerInterpreter, PyMutex};

#[pymodule(state = State)]
pub mod with_init {
    use super::*;

    pub struct State {
        pub names: PyMutex<Vec<String>>,
    }

    #[pyfunction]
    fn names(state: &State, py: Python<'_>) -> usize {
        state.names.lock(py).len()
    }

    #[pymodule_init]
    fn init(_m: &Bound<'_, PyModule>) -> State {
        let names = PyMutex::new(Vec::new());
        State { names }
    }
}

#[derive(Default)]
pub struct Elsewhere {
    pub(crate) _hits: std::sync::atomic::AtomicU64,
    pub(crate) kept: PyMutex<Option<Py<PyAny>>>,
}

freehold::traverse!(Elsewhere { kept });

#[pymodule(gil_not_used, state = super::Elsewhere, name = "by_default")]
pub mod with_default {
    use super::*;

    #[pymodule_export]
    pub use super::OutOfRange;

    #[pyclass(frozen)]
    pub struct Reader {}

    #[pymethods]
    impl Reader {
        #[new]
        fn new(_state: &Elsewhere) -> Self {
            Reader {}
        }

        #[staticmethod]
        fn make(_state: &super::Elsewhere) -> Self {
            Reader {}
        }

        #[getter]
        fn value(&self, _state: &Elsewhere) -> u32 {
            1
        }
    }
}

#[pymodule(single_phase, gil_used, state = Once, multiple_interpreters = "not_supported")]
pub mod in_one_step {
    use super::*;

    #[derive(Default)]
    pub enum Once {
        #[default]
        Never,
    }

    pub static KEPT: freehold::sync::PyOnce<Py<PyAny>> = freehold::sync::PyOnce::new();

    #[pyfunction]
    fn nothing(_state: &Once) {}
}

#[pymodule(multiple_interpreters = "per_interpreter_gil")]
pub mod without {
    use super::*;

    pub static CACHE: PerInterpreter<Py<PyAny>> = PerInterpreter::new();
    pub static WORK: fn(Py<PyAny>) = drop::<Py<PyAny>>;

    #[pyclass(frozen)]
    pub struct Machine {}

    #[pyclass]
    pub struct Moving {
        pub steps: u64,
    }

    // Those are arguments.
    #[pyfunction]
    fn text(state: &str) -> usize {
        state.len()
    }

    #[pyfunction]
    fn bytes(state: &[u8]) -> usize {
        state.len()
    }

    #[pyfunction]
    fn handle(state: &Bound<'_, PyDict>) -> usize {
        state.len()
    }

    #[pyfunction]
    #[critical_section(state)]
    fn moved(state: &mut Moving) -> u64 {
        state.steps += 1;
        state.steps
    }

    #[pyfunction]
    fn machine(machine: &Machine, state: u8) -> u8 {
        let _ = machine;
        state
    }
}

freehold::create_exception!(by_default, OutOfRange, freehold::exceptions::PyValueError);
freehold::create_exception!(by_default, Worse, OutOfRange, "Documented.");

pub fn interned(py: Python<'_>) -> &Bound<'_, PyString> {
    const NAME: &str = "name";
    let _ = freehold::intern!(py, NAME);
    freehold::intern!(py, "name")
}
