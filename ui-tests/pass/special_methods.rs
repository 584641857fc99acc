//! Every special method, of a locked class and of a frozen one.
#![deny(warnings)]

use freehold::exceptions::PyIndexError;
use freehold::prelude::*;

#[pyclass]
#[derive(Default)]
pub struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn __repr__(&self) -> String {
        format!("Basket({:?})", self.items)
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        self.items.len()
    }

    #[critical_section(self)]
    fn __getitem__(&self, index: usize) -> PyResult<String> {
        let item = self.items.get(index);
        item.cloned()
            .ok_or_else(|| PyIndexError::new_err("no such item"))
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, index: usize, item: String) {
        self.items[index] = item;
    }

    #[critical_section(self)]
    fn __delitem__(&mut self, index: usize) -> PyResult<()> {
        self.items.remove(index);
        Ok(())
    }

    #[critical_section(self)]
    fn __contains__(&self, item: &str) -> bool {
        self.items.iter().any(|known| known == item)
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> Option<String> {
        self.items.pop()
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &Self) -> bool {
        self.items == other.items
    }

    #[critical_section(self)]
    fn __call__(&mut self, item: String, times: usize) -> usize {
        self.items.extend(std::iter::repeat_n(item, times));
        self.items.len()
    }
}

#[pyclass(frozen)]
pub struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("Point({})", self.x))
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(1)
    }

    fn __getitem__<'py>(&self, py: Python<'py>, key: Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        let _ = py;
        key
    }

    fn __setitem__(&self, key: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let _ = (key, value);
        Ok(())
    }

    fn __contains__(&self, item: f64) -> PyResult<bool> {
        Ok(item == self.x)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, [self.x])
    }

    fn __next__(slf: &Bound<'_, Self>) -> PyResult<Option<f64>> {
        let _ = slf;
        Ok(None)
    }

    fn __eq__(&self, other: &Point) -> PyResult<bool> {
        Ok(self.x == other.x)
    }

    fn __hash__(&self) -> u64 {
        self.x.to_bits()
    }

    fn __call__(&self) {}
}

#[pyclass(frozen)]
pub struct Anything;

#[pymethods]
impl Anything {
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.as_ptr().is_null()
    }

    fn __hash__(&self) -> PyResult<isize> {
        Ok(0)
    }

    fn __repr__(&self) -> &'static str {
        "Anything"
    }

    #[allow_threads]
    fn __call__(&self, data: Vec<u8>) -> usize {
        data.len()
    }
}

#[pymodule]
mod all_special_methods {
    #[pymodule_export]
    use super::{Anything, Basket, Point};
}
