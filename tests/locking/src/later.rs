//! Conversions that run Python code: before the section and after it.

use freehold::exceptions::PyTypeError;
use freehold::prelude::*;

/// What calling an object returned.
pub struct Called(i64);

impl<'py> FromPyObject<'_, 'py> for Called {
    fn extract(object: &Bound<'py, PyAny>) -> PyResult<Self> {
        if object.is_none() {
            return Err(PyTypeError::new_err("nothing to call"));
        }
        Ok(Called(object.call0()?.extract()?))
    }
}

/// A result that calls an object when it is converted.
pub struct CallLater(Py<PyAny>);

impl<'py> IntoPyObject<'py> for CallLater {
    type Target = PyAny;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.bind(py).call0()
    }
}

/// Its conversions call back into the object.
#[pyclass]
#[derive(Default)]
pub struct Deferred {
    calls: i64,
}

#[pymethods]
impl Deferred {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn call(&mut self) -> i64 {
        self.calls += 1;
        self.calls
    }

    /// The argument is called before the lock is taken.
    #[critical_section(self)]
    fn add_called(&mut self, called: Called) -> i64 {
        self.calls += called.0;
        self.calls
    }

    /// The result is called after the lock is given back.
    #[critical_section(self)]
    fn call_later(&mut self, callback: Py<PyAny>) -> CallLater {
        self.calls += 1;
        CallLater(callback)
    }

    #[critical_section(self)]
    fn call_all_later(&mut self, callbacks: Vec<Py<PyAny>>) -> Vec<CallLater> {
        self.calls += 1;
        callbacks.into_iter().map(CallLater).collect()
    }

    #[critical_section(self)]
    fn __getitem__(&mut self, callback: Py<PyAny>) -> PyResult<CallLater> {
        self.calls += 1;
        Ok(CallLater(callback))
    }

    #[critical_section(self, other)]
    fn call_later_with(&mut self, other: &mut Deferred, callback: Py<PyAny>) -> CallLater {
        self.calls += 1;
        other.calls += 1;
        CallLater(callback)
    }
}
