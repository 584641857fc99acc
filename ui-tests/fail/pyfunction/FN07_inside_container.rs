// FN07: inside a container.
use freehold::prelude::*;

struct Rgb(u8, u8, u8);

#[pyfunction]
fn count(colours: Vec<Rgb>) -> usize {
    colours.len()
}

fn main() {}
