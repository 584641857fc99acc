//! A container whose special methods lock.

use std::collections::HashMap;

use freehold::exceptions::PyKeyError;
use freehold::prelude::*;

/// A dictionary with `str` keys.
#[pyclass]
#[derive(Default)]
pub struct Table {
    items: HashMap<String, Py<PyAny>>,
}

#[pymethods]
impl Table {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        self.items.len()
    }

    #[critical_section(self)]
    fn __contains__(&self, key: &str) -> bool {
        self.items.contains_key(key)
    }

    #[critical_section(self)]
    fn __getitem__(&self, key: &str, cs: NoSuspend<'_>) -> PyResult<Py<PyAny>> {
        match self.items.get(key) {
            Some(item) => Ok(item.clone_ref(cs)),
            None => Err(PyKeyError::new_err(key.to_owned())),
        }
    }

    /// The old item dies inside of the section.
    #[critical_section(self)]
    fn __setitem__(&mut self, key: String, value: Py<PyAny>) {
        self.items.insert(key, value);
    }

    #[critical_section(self)]
    fn __delitem__(&mut self, key: &str) -> PyResult<()> {
        match self.items.remove(key) {
            Some(_) => Ok(()),
            None => Err(PyKeyError::new_err(key.to_owned())),
        }
    }

    #[critical_section(self)]
    fn keys(&self) -> Vec<String> {
        self.items.keys().cloned().collect()
    }

    /// The item under `key`, which becomes `default` if there is none: test and change under one lock.
    #[critical_section(self)]
    fn setdefault(&mut self, key: String, default: Py<PyAny>, cs: NoSuspend<'_>) -> Py<PyAny> {
        self.items.entry(key).or_insert(default).clone_ref(cs)
    }
}
