// GC01: the two belong together. What the fields own is visited and cleared without them.
use freehold::prelude::*;

#[pyclass]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    #[critical_section(self)]
    fn __clear__(&mut self) {
        self.next = None;
    }
}

fn main() {}
