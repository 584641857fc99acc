// An object is copied when it is taken by value.
use freehold::prelude::*;

#[pyclass(from_py_object)]
struct Counter {
    hits: u64,
}

fn main() {}
