//! Every receiver.
#![deny(warnings)]
#![expect(clippy::needless_arbitrary_self_type)]

use freehold::prelude::*;

#[pyclass]
pub struct Locked {
    hits: u64,
}

#[pyclass(frozen)]
pub struct Frozen {
    hits: u64,
}

#[pymethods]
impl Locked {
    #[critical_section(self)]
    fn shared(&self) -> u64 {
        self.hits
    }

    #[critical_section(self)]
    fn exclusive(&mut self) -> u64 {
        self.hits += 1;
        self.hits
    }

    #[critical_section(self)]
    fn typed_shared(self: &Self) -> u64 {
        self.hits
    }

    #[critical_section(self)]
    fn typed_exclusive(self: &mut Self) {
        self.hits = 0;
    }

    fn owned(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn bound<'py>(slf: &Bound<'py, Self>, py: Python<'py>) -> Bound<'py, Self> {
        let _ = py;
        slf.clone()
    }

    fn bound_elided(slf: &Bound<'_, Self>) -> bool {
        slf.as_ptr().is_null()
    }

    fn owned_bound<'py>(this: Bound<'py, Self>, other: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        let _ = other;
        this
    }

    fn by_class_name(it: Py<Locked>, py: Python<'_>) -> Py<Locked> {
        it.clone_ref(py)
    }

    fn bound_by_class_name(me: &Bound<'_, Locked>, n: u64) -> u64 {
        let _ = me;
        n
    }

    #[allow_threads]
    fn detached(slf: Py<Self>, n: u64) -> u64 {
        drop(slf);
        n
    }

    #[staticmethod]
    fn none() -> u64 {
        0
    }

    #[staticmethod]
    #[critical_section(locked)]
    fn of(locked: &mut Locked, proof: NoSuspend<'_>) -> u64 {
        let _ = proof;
        locked.hits
    }
}

#[pymethods]
impl Frozen {
    fn shared(&self) -> u64 {
        self.hits
    }

    fn typed(self: &Self, py: Python<'_>) -> u64 {
        let _ = py;
        self.hits
    }

    #[allow_threads]
    fn detached(&self, n: u64) -> u64 {
        self.hits + n
    }

    fn other(&self, other: &Frozen, third: &Self) -> u64 {
        self.hits + other.hits + third.hits
    }

    fn get(slf: &Bound<'_, Self>) -> u64 {
        slf.get().hits
    }

    #[critical_section(locked)]
    fn give(&self, locked: &mut Locked) {
        locked.hits += self.hits;
    }

    #[staticmethod]
    fn none(py: Python<'_>, n: u64) -> PyResult<Py<Frozen>> {
        Py::new(py, Frozen { hits: n })
    }
}

#[pymodule]
mod all_receivers {
    #[pymodule_export]
    use super::{Frozen, Locked};
}
