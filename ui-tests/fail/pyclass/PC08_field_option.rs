// PC08: near misses on a field.
use freehold::prelude::*;

#[pyclass]
struct Point {
    #[freehold(gte)]
    x: f64,
    #[freehold(get, sett)]
    y: f64,
}

fn main() {}
