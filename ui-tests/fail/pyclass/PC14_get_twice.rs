// PC14: an option twice, in one attribute and in two.
use freehold::prelude::*;

#[pyclass]
struct Point {
    #[freehold(get, get)]
    x: f64,
    #[freehold(set)]
    #[freehold(get, set)]
    y: f64,
}

fn main() {}
