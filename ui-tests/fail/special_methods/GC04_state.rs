// GC04: neither the state of the module, nor anything else but the visitor.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

struct State;

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>, state: &State) -> Result<(), PyTraverseError> {
        let _ = state;
        visit.call(&self.next)
    }
}

fn main() {}
