// CS22: waiting for another lock while this one is held.
#![deny(deprecated)]

use freehold::prelude::*;
use std::sync::Mutex;

static LOG: Mutex<Vec<u64>> = Mutex::new(Vec::new());

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hit(&mut self) {
        self.hits += 1;
        LOG.lock().unwrap().push(self.hits);
    }
}

fn main() {}
