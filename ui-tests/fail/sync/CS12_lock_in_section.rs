// CS12: locking may wait, so it needs a token, which a section does not have.
use freehold::prelude::*;
use freehold::sync::PyMutex;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hit(&mut self, cs: NoSuspend<'_>) {
        static TOTAL: PyMutex<u64> = PyMutex::new(0);
        self.hits += 1;
        *TOTAL.lock(cs) += 1;
    }
}

fn main() {}
