// FN07 and FN08 of a field's accessor.
use freehold::prelude::*;

#[derive(Clone)]
struct Rgb(u8, u8, u8);

#[pyclass]
struct Lamp {
    #[freehold(get, set)]
    colour: Rgb,
}

fn main() {}
