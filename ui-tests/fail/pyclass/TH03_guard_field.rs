// TH03: a guard in an object.
use freehold::prelude::*;
use std::sync::MutexGuard;

#[pyclass]
struct Table {
    guard: MutexGuard<'static, u64>,
}

fn main() {}
