// Names that are keywords of Python: of a function, and of a parameter.
use freehold::prelude::*;

#[pyfunction]
fn import(name: String) -> String {
    name
}

#[pyfunction]
fn shift(from: i64, by: i64) -> i64 {
    from + by
}

fn main() {}
