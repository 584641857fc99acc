// CS19: a frozen class has nothing to lock.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[critical_section(self)]
    fn x(&self) -> f64 {
        self.x
    }
}

fn main() {}
