//! Arguments and results of every kind.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass(frozen)]
pub struct Point {
    #[freehold(get)]
    x: f64,
}

#[pyfunction]
pub fn signed(a: i8, b: i16, c: i32, d: i64, e: isize) -> i64 {
    i64::from(a) + i64::from(b) + i64::from(c) + d + e as i64
}

#[pyfunction]
pub fn unsigned(a: u8, b: u16, c: u32, d: u64, e: usize) -> u64 {
    u64::from(a) + u64::from(b) + u64::from(c) + d + e as u64
}

#[pyfunction]
pub fn wide(a: i128, b: u128) -> (i128, u128) {
    (a, b)
}

#[pyfunction]
pub fn scalars(a: f32, b: f64, c: bool, d: char) -> (f64, bool, String) {
    (f64::from(a) + b, c, d.to_string())
}

#[pyfunction]
pub fn text(a: &str, b: String) -> String {
    format!("{a}{b}")
}

#[pyfunction]
pub fn bytes(a: &[u8], b: Vec<u8>) -> usize {
    a.len() + b.len()
}

#[pyfunction]
pub fn borrowed<'a>(a: &'a str, b: &'a [u8]) -> usize {
    a.len() + b.len()
}

#[pyfunction]
pub fn containers(a: Vec<i64>, b: (i64, String), c: Option<f64>) -> Vec<Option<i64>> {
    let _ = c;
    a.into_iter().map(Some).chain([Some(b.0), None]).collect()
}

#[pyfunction]
pub fn handles(
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyList>,
    c: &Bound<'_, PyDict>,
    d: &Bound<'_, PyTuple>,
    e: &Bound<'_, PyString>,
    f: &Bound<'_, PyBytes>,
) -> usize {
    let _ = (a, e, f);
    b.len() + c.len() + d.len()
}

#[pyfunction]
pub fn owned_handles<'py>(
    py: Python<'py>,
    a: Bound<'py, PyAny>,
    b: Py<PyAny>,
    c: Option<Bound<'py, PyList>>,
) -> PyResult<Bound<'py, PyList>> {
    let _ = b;
    match c {
        Some(list) => Ok(list),
        None => PyList::new(py, [a]),
    }
}

#[pyfunction]
pub fn elided_token(py: Python, a: i64) -> Py<PyAny> {
    let _ = a;
    py.None()
}

#[pyfunction]
pub fn token_last<'py>(a: Bound<'py, PyAny>, py: Python<'py>) -> Bound<'py, PyAny> {
    let _ = py;
    a
}

#[pyfunction]
pub fn class_reference(a: &Point) -> f64 {
    a.x
}

#[pyfunction]
pub fn class_handles(a: &Bound<'_, Point>, b: Py<Point>) -> bool {
    a.as_ptr() == b.as_ptr()
}

#[pyfunction]
pub fn class_value(py: Python<'_>, x: f64) -> PyResult<Py<Point>> {
    Py::new(py, Point { x })
}

#[pyfunction]
pub fn plain_class_value(x: f64) -> Point {
    Point { x }
}

#[pyfunction]
pub fn nothing() {}

#[pyfunction]
pub fn fallible_nothing() -> PyResult<()> {
    Ok(())
}

#[pyfunction]
pub fn static_text() -> &'static str {
    "text"
}

#[pyfunction]
pub fn qualified(a: std::string::String, b: std::option::Option<i64>) -> std::vec::Vec<u8> {
    let _ = b;
    a.into_bytes()
}

#[pyfunction]
pub fn qualified_handles(
    py: freehold::Python<'_>,
    a: &freehold::Bound<'_, freehold::types::PyAny>,
) -> freehold::PyResult<freehold::Py<freehold::types::PyAny>> {
    let _ = py;
    Ok(a.clone().unbind())
}

#[pyfunction]
pub fn mutable(mut a: Vec<i64>) -> Vec<i64> {
    a.sort_unstable();
    a
}

#[pymodule]
mod all_conversions {
    #[pymodule_export]
    use super::{
        Point, borrowed, bytes, class_handles, class_reference, class_value, containers,
        elided_token, fallible_nothing, handles, mutable, nothing, owned_handles,
        plain_class_value, qualified, qualified_handles, scalars, signed, static_text, text,
        token_last, unsigned, wide,
    };
}
