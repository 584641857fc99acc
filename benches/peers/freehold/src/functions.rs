//! Calls, arguments and results.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

#[pyfunction]
pub fn noargs() {}

#[pyfunction(signature = (x, /))]
pub fn inc(x: i64) -> i64 {
    x.wrapping_add(1)
}

#[pyfunction(signature = (a, b, /))]
pub fn add(a: i64, b: i64) -> i64 {
    a.wrapping_add(b)
}

#[pyfunction]
pub fn subtract(a: i64, b: i64) -> i64 {
    a.wrapping_sub(b)
}

#[pyfunction(signature = (x, /))]
pub fn half(x: f64) -> f64 {
    x / 2.0
}

#[pyfunction(signature = (text, /))]
pub fn echo_text(text: &str) -> &str {
    text
}

#[pyfunction(signature = (data, /))]
pub fn echo_bytes(data: &[u8]) -> &[u8] {
    data
}

#[pyfunction(signature = (values, /))]
pub fn next_ints(mut values: Vec<i64>) -> Vec<i64> {
    for value in &mut values {
        *value = value.wrapping_add(1);
    }
    values
}

#[pyfunction]
#[allow_threads]
pub fn detach() {}

#[pyfunction]
pub fn fail() -> PyResult<()> {
    Err(PyValueError::new_err("no"))
}
