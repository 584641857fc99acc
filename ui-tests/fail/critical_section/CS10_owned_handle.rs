// CS10: an owned handle under an exclusive lock.
use freehold::prelude::*;

#[pyclass]
struct Keys {
    all: Vec<String>,
}

#[pymethods]
impl Keys {
    #[critical_section(self)]
    fn extend(&mut self, more: Bound<'_, PyList>) {
        let _ = more;
        self.all.clear();
    }
}

fn main() {}
