// The signature: of the first, of the second and of the third class, something is missing.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct First;

#[pymethods]
impl First {
    unsafe fn __traverse__(&self) -> Result<(), PyTraverseError> {
        Ok(())
    }
}

#[pyclass]
struct Second {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Second {
    unsafe fn __traverse__(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }
}

#[pyclass]
struct Third {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Third {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) {
        let _ = visit.call(&self.next);
    }
}

fn main() {}
