// PM11: methods that a macro makes cannot be seen.
use freehold::prelude::*;

macro_rules! accessors {
    ($($name:ident)*) => { $(fn $name(&self) -> f64 { self.$name })* };
}

#[pyclass(frozen)]
struct Point {
    x: f64,
    y: f64,
}

#[pymethods]
impl Point {
    accessors!(x y);
}

fn main() {}
