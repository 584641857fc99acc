//! The order in which attributes are stacked does not matter.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass]
#[derive(Default)]
pub struct Above {
    hits: u64,
}

#[derive(Default)]
#[pyclass]
pub struct Below {
    hits: u64,
}

#[pymethods]
impl Above {
    #[getter]
    #[critical_section(self)]
    fn hits(&self) -> u64 {
        self.hits
    }

    #[setter]
    #[critical_section(self)]
    fn set_hits(&mut self, hits: u64) {
        self.hits = hits;
    }

    #[freehold(name = "hit", signature = (by = 1))]
    #[critical_section(self)]
    fn hit_by(&mut self, by: u64) {
        self.hits += by;
    }

    #[staticmethod]
    #[freehold(name = "limit")]
    #[allow_threads]
    fn upper_limit() -> u64 {
        1000
    }
}

#[pymethods]
impl Below {
    #[critical_section(self)]
    #[getter]
    fn hits(&self) -> u64 {
        self.hits
    }

    #[critical_section(self)]
    #[setter]
    fn set_hits(&mut self, hits: u64) {
        self.hits = hits;
    }

    #[critical_section(self)]
    #[freehold(name = "hit", signature = (by = 1))]
    fn hit_by(&mut self, by: u64) {
        self.hits += by;
    }

    #[allow_threads]
    #[freehold(name = "limit")]
    #[staticmethod]
    fn upper_limit() -> u64 {
        1000
    }
}

/// Documented above.
#[pyfunction(signature = (n = 1))]
#[allow_threads]
pub fn detached_above(n: u64) -> u64 {
    n
}

#[allow_threads]
#[pyfunction(signature = (n = 1))]
/// Documented below.
pub fn detached_below(n: u64) -> u64 {
    n
}

#[pyfunction]
#[critical_section(counter)]
pub fn locked_above(counter: &mut Above) {
    counter.hits = 0;
}

#[critical_section(counter)]
#[pyfunction]
pub fn locked_below(counter: &mut Below) {
    counter.hits = 0;
}

#[pyfunction]
#[inline]
#[freehold(name = "options_beside")]
#[critical_section(left, right)]
pub fn options_above(left: &Above, right: &Below) -> u64 {
    left.hits + right.hits
}

#[freehold(name = "options_beside")]
#[critical_section(left, right)]
#[inline]
#[pyfunction]
pub fn options_below(left: &Above, right: &Below) -> u64 {
    left.hits + right.hits
}

#[pymodule]
mod attribute_order_above {
    #[pymodule_export]
    use super::{Above, detached_above, locked_above, options_above};
}

/// Documented between.
#[pymodule(gil_not_used)]
mod attribute_order_below {
    #[pymodule_export]
    use super::{Below, detached_below, locked_below, options_below};
}
