// Exceptions cannot be raised.
use freehold::prelude::*;
use freehold::PyVisit;

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> PyResult<()> {
        let _ = visit.call(&self.next);
        Ok(())
    }
}

fn main() {}
