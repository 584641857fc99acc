// TH03: a guard cannot be used while the thread is detached.
use freehold::prelude::*;
use freehold::sync::PyMutex;

fn sort(py: Python<'_>, numbers: &PyMutex<Vec<u64>>) {
    let mut numbers = numbers.lock(py);
    py.detach(|| numbers.sort());
}

fn main() {}
