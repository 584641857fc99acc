// PC13: on a trait.
use freehold::prelude::*;

#[pyclass(frozen)]
trait Shape {
    fn area(&self) -> f64;
}

fn main() {}
