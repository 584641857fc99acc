// PC08: an option that is near to nothing, and one of Cython's.
use freehold::prelude::*;

#[pyclass(fast)]
struct Point {
    x: f64,
}

#[pyclass(nogil)]
struct Vector {
    x: f64,
}

fn main() {}
