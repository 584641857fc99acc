// CS19: a whole block of a frozen class is said once, at the word.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
#[critical_section(self)]
impl Point {
    fn x(&self) -> f64 {
        self.x
    }

    fn doubled(&self) -> f64 {
        self.x * 2.0
    }

    fn handle(slf: &Bound<'_, Self>) -> f64 {
        slf.get().x
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.x == other.x
    }
}

fn main() {}
