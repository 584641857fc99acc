// AT02: parameters that cannot be used while detached.
use freehold::prelude::*;

#[allow_threads]
fn total(py: Python<'_>, numbers: &Bound<'_, PyList>, (first, _): (Bound<'_, PyAny>, u8)) -> usize {
    numbers.len() + first.is_none() as usize
}

#[allow_threads]
fn generic<T: Clone>(py: Python<'_>, item: T) {
    let _ = item;
}

#[allow_threads]
fn opaque(py: Python<'_>, job: impl Fn()) {
    job();
}

fn main() {}
