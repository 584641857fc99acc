// CS19: the second of two handles.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Point {
    x: f64,
}

#[pyfunction]
#[critical_section(list, point)]
fn x_of(list: &Bound<'_, PyList>, point: Bound<'_, Point>) -> f64 {
    point.get().x + list.len() as f64
}

fn main() {}
