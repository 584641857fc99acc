// CS22: waiting for a lock of the standard library in a section that can be suspended.
#![deny(deprecated)]

use freehold::prelude::*;
use std::sync::Mutex;

static LOG: Mutex<Vec<usize>> = Mutex::new(Vec::new());

#[pyfunction]
#[critical_section(list)]
fn note(list: &Bound<'_, PyList>) {
    LOG.lock().unwrap().push(list.len());
}

fn main() {}
