// PM05: there are no borrow flags here.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    fn hits(slf: PyRef<'_, Self>) -> u64 {
        slf.hits
    }
}

fn main() {}
