// GC04: everything that could run Python, or change a reference count.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
    rest: Vec<Py<PyAny>>,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(&self, py: Python<'_>, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        for one in &self.rest {
            visit.call(&one.clone_ref(py))?;
        }
        Python::attach(|_| ());
        visit.call(&self.next)
    }
}

fn main() {}
