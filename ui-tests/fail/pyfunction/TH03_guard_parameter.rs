// TH03: a guard from Python.
use freehold::prelude::*;
use std::sync::MutexGuard;

#[pyfunction]
fn read(guard: MutexGuard<'_, u64>) -> u64 {
    *guard
}

fn main() {}
