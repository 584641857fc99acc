//! `#[critical_section(self)]` on whole blocks.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass]
#[derive(Default)]
pub struct Counter {
    #[freehold(get, set)]
    hits: u64,
    callback: Option<Py<PyAny>>,
}

#[pymethods]
#[critical_section(self)]
impl Counter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[staticmethod]
    fn limit() -> u64 {
        u64::MAX
    }

    fn get(&self) -> u64 {
        self.hits
    }

    fn hit(&mut self, by: u64) -> PyResult<u64> {
        self.hits += by;
        Ok(self.hits)
    }

    fn proof(&mut self, proof: NoSuspend<'_>) -> Option<Py<PyAny>> {
        self.callback.as_ref().map(|it| it.clone_ref(proof))
    }

    #[critical_section(self, other)]
    fn absorb(&mut self, other: &mut Self) {
        self.hits += std::mem::take(&mut other.hits);
    }

    fn call(slf: &Bound<'_, Self>, py: Python<'_>) -> PyResult<()> {
        let callback = slf.with_cs(|this, cs| this.callback.as_ref().map(|it| it.clone_ref(cs)));
        if let Some(callback) = callback {
            callback.bind(py).call0()?;
        }
        Ok(())
    }

    fn owned_handle(slf: Py<Self>, py: Python<'_>) -> u64 {
        slf.bind(py).with(|this| this.hits)
    }

    #[allow_threads]
    fn detached(slf: Py<Self>, data: &[u8]) -> usize {
        let _ = slf;
        data.len()
    }

    #[getter]
    fn doubled(&self) -> u64 {
        self.hits * 2
    }

    #[setter]
    fn set_doubled(&mut self, value: u64) {
        self.hits = value / 2;
    }

    fn __repr__(&self) -> String {
        format!("Counter({})", self.hits)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.hits == other.hits
    }

    fn __contains__(&self, item: u64) -> bool {
        self.hits == item
    }
}

#[pyclass(lock = "rw")]
pub struct Table {
    rows: Vec<String>,
}

/// In either order.
#[critical_section(self)]
#[pymethods]
impl Table {
    fn row(&self, index: usize) -> Option<String> {
        self.rows.get(index).cloned()
    }

    fn add(&mut self, row: String) {
        self.rows.push(row);
    }

    fn __eq__(&self, other: &Table) -> bool {
        self.rows == other.rows
    }
}

#[pyclass]
pub struct Handles {
    all: Vec<Py<PyAny>>,
}

#[pymethods]
#[critical_section(self)]
impl Handles {
    fn len(slf: &Bound<'_, Self>) -> usize {
        slf.with(|this| this.all.len())
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, Handles>) -> bool {
        slf.is(other)
    }
}
