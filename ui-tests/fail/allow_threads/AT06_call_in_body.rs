// AT06: calling a Python object needs the interpreter.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
fn work(progress: Py<PyAny>) -> u32 {
    let done = 7;
    let _ = progress.call1((done,));
    done
}

fn main() {}
