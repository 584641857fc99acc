// PC05: in a frozen class.
use freehold::prelude::*;
use std::rc::Rc;

#[pyclass(frozen)]
struct Counter {
    hits: Rc<u64>,
}

fn main() {}
