// `__clear__` takes the lock as every other method does.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }

    fn __clear__(&mut self) {
        self.next = None;
    }
}

fn main() {}
