// PC04: in a variant.
use freehold::prelude::*;
use std::cell::Cell;

#[pyclass(frozen)]
enum Shape {
    Circle(f64),
    Named { name: String, uses: Cell<u64> },
}

fn main() {}
