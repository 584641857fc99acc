// PC03, PC07, PC08 and MO06 in one item: all are reported at once, and nothing else.
use freehold::prelude::*;

#[pyclass(frozen, unsendable, subclas, frozen)]
struct Point {
    #[freehold(get, set)]
    x: f64,
    #[pyo3(get)]
    y: f64,
}

fn main() {}
