// FN08: a type that cannot become a Python object.
use freehold::prelude::*;

struct Rgb(u8, u8, u8);

#[pyfunction]
fn red() -> Rgb {
    Rgb(255, 0, 0)
}

fn main() {}
