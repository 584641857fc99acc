// CS10: a handle under an exclusive lock.
use freehold::prelude::*;

#[pyclass]
struct Keys {
    all: Vec<String>,
}

#[pymethods]
impl Keys {
    #[critical_section(self)]
    fn add(&mut self, k: &Bound<'_, PyAny>) {
        let _ = k;
        self.all.clear();
    }
}

fn main() {}
