// PC03: frozen fields are read-only.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    #[freehold(get, set)]
    x: f64,
}

fn main() {}
