// CS22 and CS11: in the block form.
#![deny(deprecated)]

use freehold::prelude::*;
use std::sync::Mutex;

#[pyclass]
struct Counter {
    hits: u64,
}

static LOG: Mutex<Vec<u64>> = Mutex::new(Vec::new());

#[pyfunction]
fn note(counter: &Bound<'_, Counter>) {
    counter.with(|counter| LOG.lock().unwrap().push(counter.hits));
}

fn main() {}
