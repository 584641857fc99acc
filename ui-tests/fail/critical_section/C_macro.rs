// The spelling of C.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[Py_BEGIN_CRITICAL_SECTION(self)]
    fn hit(&mut self) {
        self.hits += 1;
    }
}

fn main() {}
