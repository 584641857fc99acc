// GC04: a handle can run Python code.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(slf: &Bound<'_, Self>, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let _ = (slf, visit);
        Ok(())
    }
}

fn main() {}
