//! `gil_used`: importing it turns the GIL on.

use freehold::prelude::*;

/// Asks for the GIL.
#[pymodule(gil_used, multiple_interpreters = "not_supported")]
mod gil_used {
    use super::*;

    /// Works with the GIL, too.
    #[pyclass]
    #[derive(Default)]
    struct Counter {
        hits: u64,
    }

    #[pymethods]
    impl Counter {
        #[new]
        fn new() -> Self {
            Self::default()
        }

        #[critical_section(self)]
        fn hit(&mut self) -> u64 {
            self.hits += 1;
            self.hits
        }
    }

    #[pyfunction]
    #[allow_threads]
    fn double(number: i64) -> i64 {
        number * 2
    }
}
