// There is no token under the lock, and nothing to return.
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

    #[critical_section(self)]
    fn __clear__(&mut self, py: Python<'_>) {
        let _ = py;
        self.next = None;
    }
}

#[pyclass]
struct Other {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Other {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }

    #[critical_section(self)]
    fn __clear__(&mut self) -> u64 {
        self.next = None;
        1
    }
}

fn main() {}
