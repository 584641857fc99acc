// AT09: the collector forbids detaching.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Node {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Node {
    #[allow_threads]
    fn __traverse__(&self) {
        let _ = &self.next;
    }
}

fn main() {}
