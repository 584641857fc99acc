// PC09: base classes come later, and say so.
use freehold::prelude::*;

#[pyclass(extends = PyDict)]
struct Registry {
    hits: u64,
}

fn main() {}
