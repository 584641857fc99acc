// FN08: the same behind a `PyResult`.
use freehold::prelude::*;

struct Rgb(u8, u8, u8);

#[pyfunction]
fn red() -> PyResult<Rgb> {
    Ok(Rgb(255, 0, 0))
}

fn main() {}
