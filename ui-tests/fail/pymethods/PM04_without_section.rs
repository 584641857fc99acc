// PM04: without a section, the first thing to say is that nothing locks.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn shift(&mut self, by: f64) {
        self.x += by;
    }
}

fn main() {}
