// MS02: objects belong to one interpreter, and a static to all.
use freehold::prelude::*;

#[pymodule(multiple_interpreters = "per_interpreter_gil")]
mod tally {
    use super::*;
    use freehold::sync::{PyMutex, PyOnce};

    static CALLBACK: PyMutex<Option<Py<PyAny>>> = PyMutex::new(None);
    static MODULE: PyOnce<freehold::Py<PyModule>> = PyOnce::new();
}

fn main() {}
