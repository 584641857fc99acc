// `Py<T>` is not bound to the call.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pyfunction]
#[critical_section(counter)]
fn hits(counter: Py<Counter>, py: Python<'_>) -> u64 {
    counter.bind(py).with(|counter| counter.hits)
}

fn main() {}
