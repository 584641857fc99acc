// GC02: looking must not change anything.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(&mut self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next.take())
    }
}

fn main() {}
