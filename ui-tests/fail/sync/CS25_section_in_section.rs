// CS25: a section inside a section could wait under the lock of the outer one.
use freehold::prelude::*;
use freehold::sync::PyMutex;

fn transfer(py: Python<'_>, from: &PyMutex<u64>, to: &PyMutex<u64>) {
    from.with_mut(py, |from| {
        to.with_mut(py, |to| *to += std::mem::take(from));
    });
}

fn main() {}
