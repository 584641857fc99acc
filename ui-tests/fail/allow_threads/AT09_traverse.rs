// AT09: the collector forbids detaching.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass(frozen)]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    #[allow_threads]
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }
}

fn main() {}
