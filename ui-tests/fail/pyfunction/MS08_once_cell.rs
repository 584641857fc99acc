// MS08: other threads wait attached until Python code has run.
#![deny(deprecated)]

use freehold::prelude::*;
use std::sync::OnceLock;

static DECODER: OnceLock<Py<PyAny>> = OnceLock::new();

#[pyfunction]
fn decode(py: Python<'_>, make: &Bound<'_, PyAny>) -> Py<PyAny> {
    DECODER.get_or_init(|| make.call0().unwrap().unbind()).clone_ref(py)
}

fn main() {}
