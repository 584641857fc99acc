// GC03: the world is stopped.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    #[critical_section(self)]
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }
}

fn main() {}
