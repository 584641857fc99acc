//! `single_phase`: made in one step, once, for the main interpreter.

use std::sync::atomic::{AtomicU64, Ordering};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

#[pymodule(gil_not_used, single_phase, state = State)]
mod single_phase {
    use super::*;

    static EXECUTIONS: AtomicU64 = AtomicU64::new(0);

    #[derive(Default)]
    pub struct State {
        hits: AtomicU64,
    }

    #[pymodule_export]
    const LIMIT: u32 = 10;

    #[pyfunction]
    fn hit(state: &State) -> u64 {
        state.hits.fetch_add(1, Ordering::Relaxed) + 1
    }

    #[pyclass(subclass)]
    struct Counter {
        own: u64,
    }

    #[pymethods]
    impl Counter {
        #[new]
        fn new() -> Self {
            Counter { own: 0 }
        }

        #[critical_section(self)]
        fn hit(&mut self, state: &State) -> (u64, u64) {
            self.own += 1;
            (self.own, state.hits.fetch_add(1, Ordering::Relaxed) + 1)
        }
    }

    /// How often the module was filled.
    #[pyfunction]
    fn executions() -> u64 {
        EXECUTIONS.load(Ordering::Relaxed)
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<State> {
        EXECUTIONS.fetch_add(1, Ordering::Relaxed);
        let environ = m.py().import("os")?.getattr("environ")?;
        if environ
            .call_method1("get", ("FREEHOLD_TEST_SINGLE_PHASE",))?
            .is_none()
        {
            Ok(State::default())
        } else {
            Err(PyValueError::new_err("the init function fails"))
        }
    }
}
