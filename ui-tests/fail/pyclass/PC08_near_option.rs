// PC08: a near miss of an option.
use freehold::prelude::*;

#[pyclass(frozn)]
struct Point {
    x: f64,
}

fn main() {}
