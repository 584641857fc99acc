// CS10: a Python handle cannot be used in a section over a mutex.
use freehold::prelude::*;
use freehold::sync::PyMutex;

fn count(calls: &PyMutex<u64>, callback: &Bound<'_, PyAny>) {
    calls.with_mut(callback.py(), |calls| {
        *calls += 1;
        callback.call0().unwrap();
    });
}

fn main() {}
