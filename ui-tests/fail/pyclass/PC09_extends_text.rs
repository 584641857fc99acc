// PC09: a string where a type is expected.
use freehold::prelude::*;

#[pyclass(extends = "PyDict")]
struct Registry {
    hits: u64,
}

fn main() {}
