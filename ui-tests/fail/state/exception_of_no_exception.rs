// The base of an exception is one.
use freehold::prelude::*;

freehold::create_exception!(tally, OutOfRange, PyDict);

fn main() {}
