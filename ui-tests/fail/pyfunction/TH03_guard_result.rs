// TH03: a guard for Python.
use freehold::prelude::*;
use std::sync::{Mutex, MutexGuard};

static COUNT: Mutex<u64> = Mutex::new(0);

#[pyfunction]
fn held() -> MutexGuard<'static, u64> {
    COUNT.lock().unwrap()
}

fn main() {}
