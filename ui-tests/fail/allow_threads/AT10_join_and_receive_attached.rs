// AT10: the other ways to wait, in methods too: each is reported.
#![deny(deprecated)]

use freehold::prelude::*;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread::JoinHandle;

#[pyclass(frozen)]
struct Worker {
    results: Mutex<Receiver<u64>>,
    thread: Mutex<Option<JoinHandle<u64>>>,
}

#[pymethods]
impl Worker {
    fn next(&self) -> Option<u64> {
        self.results.lock().ok()?.recv().ok()
    }

    fn finish(&self) -> Option<u64> {
        self.thread.lock().ok()?.take()?.join().ok()
    }
}

fn main() {}
