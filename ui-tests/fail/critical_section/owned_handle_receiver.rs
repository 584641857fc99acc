// `Py<Self>` is not bound to the call.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(slf)]
    fn hits(slf: Py<Self>, py: Python<'_>) -> u64 {
        slf.bind(py).with(|counter| counter.hits)
    }
}

fn main() {}
