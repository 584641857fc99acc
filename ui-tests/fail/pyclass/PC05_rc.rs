// PC05: reference counts that are not atomic.
use freehold::prelude::*;
use std::rc::Rc;

#[pyclass]
struct Counter {
    hits: Rc<u64>,
}

fn main() {}
