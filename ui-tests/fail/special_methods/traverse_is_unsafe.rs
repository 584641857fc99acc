// As in PyO3, where it is safe to write one that frees what is in use.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.next)
    }

    #[critical_section(self)]
    fn __clear__(&mut self) {
        self.next = None;
    }
}

fn main() {}
