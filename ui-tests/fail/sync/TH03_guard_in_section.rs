// TH03: a guard cannot be used in a section; two mutexes are locked by `PyMutex::with2_mut`.
use freehold::prelude::*;
use freehold::sync::PyMutex;

fn transfer(py: Python<'_>, from: &PyMutex<u64>, to: &PyMutex<u64>) {
    let mut from = from.lock(py);
    to.with_mut(py, |to| *to += std::mem::take(&mut *from));
}

fn main() {}
