// FN07 twice and FN08 in one item: all are reported at once.
use freehold::prelude::*;

struct Rgb(u8, u8, u8);
struct Cmyk(u8, u8, u8, u8);

#[pyfunction]
fn convert(colour: Rgb, paper: Cmyk) -> Cmyk {
    let _ = colour;
    paper
}

fn main() {}
