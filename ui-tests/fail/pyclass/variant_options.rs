// Options of variants come later, and say so.
use freehold::prelude::*;

#[pyclass(frozen)]
enum Shape {
    #[freehold(name = "CIRCLE")]
    Circle {
        #[freehold(get)]
        radius: f64,
    },
    Empty,
}

fn main() {}
