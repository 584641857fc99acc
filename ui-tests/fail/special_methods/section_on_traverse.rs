// A section on `__traverse__`: the world is stopped.
use freehold::prelude::*;

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    #[critical_section(self)]
    fn __traverse__(&self) {
        let _ = &self.next;
    }
}

fn main() {}
