// `&mut self` beside a handle that is locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(list)]
    fn count(&mut self, list: &Bound<'_, PyList>) {
        self.hits += list.len() as u64;
    }
}

fn main() {}
