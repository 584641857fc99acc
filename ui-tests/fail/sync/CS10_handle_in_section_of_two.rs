// CS10: a Python handle cannot be used in a section over two mutexes.
use freehold::prelude::*;
use freehold::sync::PyMutex;

fn report(a: &PyMutex<u64>, b: &PyMutex<u64>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
    PyMutex::with2(callback.py(), a, b, |a, b| {
        callback.call1((a + b,)).unwrap();
    })
}

fn main() {}
