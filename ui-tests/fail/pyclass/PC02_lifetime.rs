// PC02: Python outlives any borrow.
use freehold::prelude::*;

#[pyclass]
struct View<'a> {
    text: &'a str,
}

fn main() {}
