// DU11: both fill one slot.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    fn __eq__(&self, other: &Self) -> bool {
        self.x == other.x
    }

    fn __richcmp__(&self, other: &Self, op: i32) -> bool {
        let _ = op;
        self.x == other.x
    }
}

fn main() {}
