//! Every detached form.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass(frozen)]
pub struct Samples {
    values: Vec<f64>,
}

#[pymethods]
impl Samples {
    #[allow_threads]
    fn total(&self) -> f64 {
        self.values.iter().sum()
    }

    #[allow_threads]
    fn scaled(&self, by: f64) -> Vec<f64> {
        self.values.iter().map(|value| value * by).collect()
    }

    #[staticmethod]
    #[allow_threads]
    fn read(path: String) -> std::io::Result<Self> {
        Ok(Self {
            values: vec![std::fs::metadata(path)?.len() as f64],
        })
    }

    #[new]
    #[allow_threads]
    fn new(values: Vec<f64>) -> Self {
        Self { values }
    }

    #[allow_threads]
    fn __len__(&self) -> usize {
        self.values.len()
    }
}

#[pyfunction]
#[allow_threads]
pub fn borrowed(text: &str, data: &[u8]) -> usize {
    text.len() + data.len()
}

#[pyfunction]
#[allow_threads]
pub fn class_reference(samples: &Samples, text: Option<String>) -> usize {
    samples.values.len() + text.map_or(0, |text| text.len())
}

#[pyfunction]
#[allow_threads]
pub fn kept(object: Py<PyAny>) -> Py<PyAny> {
    object
}

#[pyfunction]
#[allow_threads]
pub fn back(object: Py<PyAny>) -> PyResult<i64> {
    freehold::reattach(|py| object.bind(py).extract())
}

#[pyfunction]
#[allow_threads]
pub fn nothing() {}

#[pyfunction]
pub fn closure(py: Python<'_>, numbers: Vec<f64>) -> f64 {
    py.detach(|| numbers.iter().sum())
}

#[pymodule(gil_not_used)]
mod all_threads {
    #[pymodule_export]
    use super::{Samples, back, borrowed, class_reference, closure, kept, nothing};
}
