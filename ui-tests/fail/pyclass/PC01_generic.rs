// PC01: a generic class.
use freehold::prelude::*;

#[pyclass]
struct Stack<T> {
    items: Vec<T>,
}

fn main() {}
