// PC11: reasoning from the times of the GIL.
#![deny(deprecated)]

use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod tally {
    use super::*;
    use std::cell::UnsafeCell;

    #[pyclass(frozen)]
    struct Counter {
        hits: Hits,
    }

    struct Hits(UnsafeCell<u64>);

    unsafe impl Sync for Hits {}

    unsafe impl Sync for Counter {}

    #[pymethods]
    impl Counter {
        fn hits(&self) -> u64 {
            // SAFETY: none, which is the point.
            unsafe { *self.hits.0.get() }
        }
    }
}

fn main() {}
