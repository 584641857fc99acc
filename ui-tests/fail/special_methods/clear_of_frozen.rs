// A frozen object never changes: only what is in its locks can be taken out.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass(frozen)]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }

    #[critical_section(self)]
    fn __clear__(&mut self) {
        self.next = None;
    }
}

fn main() {}
