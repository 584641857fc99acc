// PC05: inside another type, and in a tuple struct.
use freehold::prelude::*;
use std::rc::Rc;

#[pyclass]
struct Counters(Vec<Rc<u64>>);

fn main() {}
