// A field without a name has no attribute.
use freehold::prelude::*;

#[pyclass]
struct Metres(#[freehold(get)] f64);

fn main() {}
