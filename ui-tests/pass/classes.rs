//! The forms of classes.
#![deny(warnings)]

use freehold::prelude::*;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

#[pyclass]
pub struct Unit;

#[pyclass(frozen)]
pub struct FrozenUnit;

#[pyclass]
pub struct Empty {}

#[pyclass]
pub struct Tuple(u64, pub String);

#[pyclass(name = "Renamed", subclass)]
pub struct Named {
    #[freehold(get, set, name = "size")]
    pub(crate) length: u64,
    objects: HashMap<String, Py<PyAny>>,
}

#[pyclass(frozen, subclass, from_py_object)]
#[derive(Clone, Default)]
pub struct Shared {
    hits: Arc<AtomicU64>,
    names: Arc<Mutex<Vec<String>>>,
}

#[pyclass(from_py_object)]
#[derive(Clone)]
pub struct Copied {
    #[freehold(get, set)]
    x: f64,
}

#[pyclass(cache_aligned)]
pub struct Apart {
    #[freehold(get, set)]
    hits: u64,
}

/// Without any `#[pymethods]`, and with an `impl` of its own.
#[pyclass]
pub struct Plain {
    pub hits: u64,
}

impl Plain {
    pub fn hit(&mut self) {
        self.hits += 1;
    }
}

#[pymethods]
impl Unit {}

#[pymethods]
impl FrozenUnit {
    #[new]
    fn new() -> Self {
        Self
    }
}

#[pymethods]
impl Tuple {
    #[new]
    fn new(number: u64, text: String) -> PyResult<Self> {
        Ok(Self(number, text))
    }

    #[critical_section(self)]
    fn both(&self) -> (u64, String) {
        (self.0, self.1.clone())
    }
}

#[pymethods]
impl Named {
    const STEP: u64 = 2;

    #[new]
    fn make(py: Python<'_>, length: u64) -> Self {
        let objects = HashMap::from([("none".to_owned(), py.None())]);
        Self { length, objects }
    }

    #[critical_section(self)]
    fn grow(&mut self) -> usize {
        self.length += Self::STEP;
        self.objects.len()
    }
}

#[pymethods]
impl Shared {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn hit(&self) -> u64 {
        self.hits.fetch_add(1, Ordering::Relaxed)
    }

    #[allow_threads]
    fn count(&self) -> usize {
        self.names.lock().map_or(0, |names| names.len())
    }
}

#[pyfunction]
pub fn copies(copied: Copied, shared: Shared) -> (f64, Shared) {
    (copied.x, shared)
}

#[pyfunction]
pub fn made() -> (Unit, FrozenUnit, Tuple) {
    (Unit, FrozenUnit, Tuple(1, String::new()))
}

#[pymodule]
mod all_classes {
    #[pymodule_export]
    use super::{Copied, Empty, FrozenUnit, Named, Plain, Shared, Tuple, Unit, copies, made};
}
