//! Every signature.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass(frozen)]
pub struct Point {
    x: f64,
}

const STEP: i64 = 3;

#[pyfunction(signature = ())]
pub fn nothing() -> i64 {
    0
}

#[pyfunction]
pub fn one(a: i64) -> i64 {
    a
}

#[pyfunction(signature = (a, /))]
pub fn one_positional(a: i64) -> i64 {
    a
}

#[pyfunction(signature = (a, b, /))]
pub fn two_positional(a: i64, b: i64) -> i64 {
    a + b
}

#[pyfunction(signature = (a, b = 1, /, c = STEP, *, d = None, e))]
pub fn everything(a: i64, b: i64, c: i64, d: Option<i64>, e: i64) -> i64 {
    a + b + c + d.unwrap_or(0) + e
}

#[pyfunction(signature = (*, name = "name", ratio = 0.5, flag = true, items = vec![1, 2], bytes = b"x"))]
pub fn defaults(name: &str, ratio: f64, flag: bool, items: Vec<i64>, bytes: &[u8]) -> usize {
    name.len() + ratio as usize + usize::from(flag) + items.len() + bytes.len()
}

#[pyfunction(signature = (name = "name".to_owned(), start = -1, low = i64::MIN))]
pub fn expressions(name: String, start: i64, low: i64) -> usize {
    let _ = (start, low);
    name.len()
}

#[pyfunction(signature = (a = None, b = Some(1)), name = "options")]
pub fn optional(a: Option<Py<PyAny>>, b: Option<i64>) -> bool {
    a.is_some() && b.is_some()
}

#[pyfunction(signature = (a, b = 1))]
pub fn with_token(py: Python<'_>, a: i64, b: i64) -> i64 {
    let _ = py;
    a + b
}

#[pyfunction(signature = (b, a = 1))]
pub fn reordered(a: i64, b: i64) -> i64 {
    b - a
}

#[pymethods]
impl Point {
    #[new]
    #[freehold(signature = (x = 0.0))]
    fn new(x: f64) -> Self {
        Self { x }
    }

    #[freehold(signature = (by, /, *, times = 1.0))]
    fn shifted(&self, by: f64, times: f64) -> Self {
        Self {
            x: self.x + by * times,
        }
    }

    #[staticmethod]
    #[freehold(signature = (*, x = 1.0), name = "of")]
    fn make(x: f64) -> Self {
        Self { x }
    }

    #[freehold(signature = (factor = 1.0, *, add = 0.0))]
    fn __call__(&self, factor: f64, add: f64) -> f64 {
        self.x * factor + add
    }
}

#[pymodule]
mod all_signatures {
    #[pymodule_export]
    use super::{
        Point, defaults, everything, expressions, nothing, one, one_positional, optional,
        reordered, two_positional, with_token,
    };
}
