//! `#[critical_section(slf)]`: methods that lock their object and may run Python.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

use crate::probe::Probe;

/// A number and a reference.
#[pyclass(subclass)]
#[derive(Default)]
pub struct Cell {
    pub value: i64,
    pub object: Option<Py<PyAny>>,
}

#[pymethods]
impl Cell {
    #[new]
    #[freehold(signature = (value = 0))]
    fn new(value: i64) -> Self {
        Cell {
            value,
            object: None,
        }
    }

    #[critical_section(self)]
    fn add(&mut self, by: i64) -> i64 {
        self.value += by;
        self.value
    }

    #[critical_section(self)]
    fn get(&self) -> i64 {
        self.value
    }

    #[critical_section(self, other)]
    fn add_both(&mut self, other: &mut Cell, by: i64) -> i64 {
        self.value += by;
        other.value += by;
        self.value + other.value
    }

    /// Stays inside for a while, attached.
    #[critical_section(slf)]
    fn visit(slf: &Bound<'_, Self>, probe: &Probe, turns: u32) -> i64 {
        probe.pass(turns);
        slf.with(|cell| cell.value)
    }

    /// The receiver by value.
    #[critical_section(slf)]
    fn pass_owned(slf: Bound<'_, Self>, probe: &Probe, turns: u32) {
        probe.pass(turns);
        drop(slf);
    }

    #[critical_section(slf, other)]
    fn pass_both(
        slf: &Bound<'_, Self>,
        other: &Bound<'_, Cell>,
        probe: &Probe,
        turns: u32,
    ) -> bool {
        probe.pass(turns);
        slf.is(other)
    }

    /// Only the argument is locked.
    #[critical_section(other)]
    fn pass_other(_slf: Py<Self>, other: &Bound<'_, Cell>, probe: &Probe, turns: u32) {
        probe.pass(turns);
        other.with_mut(|cell| cell.value += 1);
    }

    #[staticmethod]
    #[critical_section(cell)]
    fn pass_static(cell: &Bound<'_, Cell>, probe: &Probe, turns: u32) {
        probe.pass(turns);
        cell.with_mut(|cell| cell.value += 1);
    }

    #[getter]
    #[critical_section(slf)]
    fn value_after_call(slf: &Bound<'_, Self>) -> PyResult<i64> {
        slf.getattr("get")?.call0()?.extract()
    }

    #[setter]
    #[critical_section(slf)]
    fn set_value(slf: &Bound<'_, Self>, value: Bound<'_, PyAny>) -> PyResult<()> {
        let value = value.call0()?.extract()?;
        slf.with_mut(|cell| cell.value = value);
        Ok(())
    }

    /// Calls `callback` inside.
    #[critical_section(slf)]
    fn call<'py>(
        slf: &Bound<'py, Self>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.with_mut(|cell| cell.value += 1);
        callback.call0()
    }

    #[critical_section(slf, other)]
    fn call_both<'py>(
        slf: &Bound<'py, Self>,
        other: &Bound<'py, Cell>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = (slf, other);
        callback.call0()
    }

    #[critical_section(slf)]
    fn __call__<'py>(
        slf: &Bound<'py, Self>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = slf;
        callback.call0()
    }

    #[critical_section(slf)]
    fn __getitem__<'py>(
        slf: &Bound<'py, Self>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let _ = slf;
        callback.call0()
    }

    /// Detached inside, for as long as `callback` runs attached again.
    #[critical_section(slf)]
    fn call_detached(slf: &Bound<'_, Self>, py: Python<'_>, callback: Py<PyAny>) -> PyResult<i64> {
        py.detach(|| freehold::reattach(|py| callback.bind(py).call0().map(drop)))?;
        Ok(slf.with(|cell| cell.value))
    }

    /// Keeps `object`, and returns what was kept before.
    #[critical_section(slf)]
    fn exchange(slf: &Bound<'_, Self>, object: Option<Py<PyAny>>) -> Option<Py<PyAny>> {
        slf.with_mut(|cell| std::mem::replace(&mut cell.object, object))
    }

    /// The result is converted after the section: only then it is looked at whether it fits.
    #[critical_section(slf)]
    fn __len__(slf: &Bound<'_, Self>) -> PyResult<usize> {
        usize::try_from(slf.with(|cell| cell.value))
            .map_err(|_| PyValueError::new_err("less than nothing"))
    }

    #[critical_section(slf)]
    fn fail(slf: &Bound<'_, Self>) -> PyResult<()> {
        slf.with_mut(|cell| cell.value += 1);
        Err(PyValueError::new_err("failed inside"))
    }

    #[critical_section(slf)]
    fn panic(slf: &Bound<'_, Self>, text: &str) {
        slf.with_mut(|cell| cell.value += 1);
        panic!("{text}")
    }

    #[critical_section(slf, other)]
    fn fail_both(slf: &Bound<'_, Self>, other: &Bound<'_, Cell>, panic: bool) -> PyResult<()> {
        slf.with_mut(|cell| cell.value += 1);
        assert!(!panic, "panicked with two");
        other.with_mut(|cell| cell.value += 1);
        Err(PyValueError::new_err("failed with two"))
    }

    /// Leaves early, in the middle.
    #[critical_section(slf)]
    fn leave_at(slf: &Bound<'_, Self>, end: i64) -> i64 {
        for step in 0.. {
            if step == end {
                return slf.with(|cell| cell.value);
            }
        }
        unreachable!("every number comes")
    }

    /// The last reference to `object` dies inside.
    #[critical_section(slf)]
    fn forget(slf: &Bound<'_, Self>, object: Bound<'_, PyAny>) -> i64 {
        drop(object);
        slf.with(|cell| cell.value)
    }
}
