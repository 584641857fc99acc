// FN07: a type that cannot come from Python.
use freehold::prelude::*;

struct Rgb(u8, u8, u8);

#[pyfunction]
fn brightness(colour: Rgb) -> u8 {
    colour.0.max(colour.1).max(colour.2)
}

fn main() {}
