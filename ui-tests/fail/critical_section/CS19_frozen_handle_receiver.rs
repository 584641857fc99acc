// CS19: the receiver is a handle of a frozen class.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[critical_section(slf)]
    fn x(slf: &Bound<'_, Self>) -> f64 {
        slf.get().x
    }
}

fn main() {}
