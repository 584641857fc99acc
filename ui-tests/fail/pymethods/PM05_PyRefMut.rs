// PM05: the exclusive one.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn hit(mut slf: PyRefMut<'_, Self>) {
        slf.hits += 1;
    }
}

fn main() {}
