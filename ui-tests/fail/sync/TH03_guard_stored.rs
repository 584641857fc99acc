// TH03: a guard stays on the thread that has locked: what is stored is the mutex.
use std::sync::Mutex;

use freehold::prelude::*;
use freehold::sync::{PyMutex, PyMutexGuard};

static TOTAL: PyMutex<u64> = PyMutex::new(0);
static HELD: Mutex<Option<PyMutexGuard<'static, u64>>> = Mutex::new(None);

#[pyfunction]
fn hold(py: Python<'_>) {
    *HELD.lock().unwrap() = Some(TOTAL.lock(py));
}

fn main() {}
