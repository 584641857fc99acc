// TH03: a guard stays on the thread that has locked.
use freehold::prelude::*;
use freehold::sync::PyMutex;

static TOTAL: PyMutex<u64> = PyMutex::new(0);

#[pyfunction]
fn add_later(py: Python<'_>, amount: u64) {
    let mut total = TOTAL.lock(py);
    std::thread::spawn(move || *total += amount);
}

fn main() {}
