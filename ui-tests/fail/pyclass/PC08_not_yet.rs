// PC08: options of PyO3 that come later.
use freehold::prelude::*;

#[pyclass(weakref)]
struct Point {
    x: f64,
}

#[pyclass(get_all, frozen)]
struct Vector {
    x: f64,
}

#[pyclass(eq, frozen)]
#[derive(PartialEq)]
struct Size {
    x: f64,
}

fn main() {}
