//! Getters, setters and fields.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass]
#[derive(Default)]
pub struct Settings {
    /// How many.
    #[freehold(get, set)]
    count: u32,
    #[freehold(get)]
    name: String,
    #[freehold(set)]
    secret: Option<String>,
    #[freehold(get)]
    #[freehold(set)]
    ratio: f64,
    #[freehold(get, set, name = "kinds")]
    kind: Vec<i64>,
    object: Option<Py<PyAny>>,
}

#[pymethods]
impl Settings {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// A property of two methods.
    #[getter]
    #[critical_section(self)]
    fn object(&self, proof: NoSuspend<'_>) -> Option<Py<PyAny>> {
        self.object.as_ref().map(|object| object.clone_ref(proof))
    }

    #[setter]
    #[critical_section(self)]
    fn set_object(&mut self, object: Option<Py<PyAny>>) {
        self.object = object;
    }

    #[getter]
    #[critical_section(self)]
    fn get_length(&self) -> usize {
        self.name.len() + self.secret.as_ref().map_or(0, String::len)
    }

    #[getter(other)]
    fn some_other_name(slf: &Bound<'_, Self>) -> bool {
        slf.as_ptr().is_null()
    }

    #[getter("quoted")]
    fn quoted_name(slf: Py<Self>, py: Python<'_>) -> Py<Self> {
        slf.clone_ref(py)
    }

    #[setter(other)]
    #[critical_section(self)]
    fn another_name(&mut self, value: i64) -> PyResult<()> {
        self.kind.push(value);
        Ok(())
    }
}

#[pyclass(frozen)]
pub struct Point {
    #[freehold(get)]
    x: f64,
    #[freehold(get)]
    label: String,
}

#[pymethods]
impl Point {
    #[getter]
    fn y(&self) -> f64 {
        self.x + self.label.len() as f64
    }

    #[setter]
    fn set_y(&self, y: f64) {
        let _ = y;
    }
}

#[pymodule]
mod all_properties {
    #[pymodule_export]
    use super::{Point, Settings};
}
