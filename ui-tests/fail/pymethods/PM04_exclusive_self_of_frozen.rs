// PM04: frozen classes never change.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[critical_section(self)]
    fn shift(&mut self, by: f64) {
        self.x += by;
    }
}

fn main() {}
