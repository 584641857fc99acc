//! `Self` wherever a type is written.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass(from_py_object)]
#[derive(Clone, Default)]
pub struct Node {
    name: String,
}

#[pymethods]
impl Node {
    #[new]
    fn new() -> PyResult<Self> {
        Ok(Self::default())
    }

    #[staticmethod]
    fn parse(name: String) -> Result<Self, PyErr> {
        Ok(Self { name })
    }

    #[staticmethod]
    fn pair(a: Self, b: Self) -> (Self, Option<Self>) {
        (a, Some(b))
    }

    #[staticmethod]
    fn all(nodes: Vec<Py<Self>>, first: Option<Py<Self>>) -> Vec<Py<Self>> {
        nodes.into_iter().chain(first).collect()
    }

    #[staticmethod]
    fn handles(a: &Bound<'_, Self>, b: Bound<'_, Self>) -> bool {
        a.as_ptr() == b.as_ptr()
    }

    #[staticmethod]
    #[critical_section(a, b)]
    fn longer(a: &Self, b: &Self) -> bool {
        a.name.len() > b.name.len()
    }

    #[critical_section(self, other)]
    fn swap(&mut self, other: &mut Self) {
        std::mem::swap(&mut self.name, &mut other.name);
    }

    #[critical_section(self)]
    fn copy(&self) -> Self {
        self.clone()
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &Self) -> bool {
        self.name == other.name
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }
}

#[pymodule]
mod self_types {
    #[pymodule_export]
    use super::Node;
}
