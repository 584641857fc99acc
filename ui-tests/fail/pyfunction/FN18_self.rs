// FN18: `self` in a free function.
use freehold::prelude::*;

#[pyfunction]
fn hit(&mut self) {}

fn main() {}
