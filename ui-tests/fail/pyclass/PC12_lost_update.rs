// PC12: updates can be lost.
#![deny(deprecated)]

use freehold::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

#[pyclass(frozen)]
struct Counter {
    hits: AtomicU64,
}

#[pymethods]
impl Counter {
    fn hit(&self) {
        self.hits.store(self.hits.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }
}

fn main() {}
