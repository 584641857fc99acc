//! `#[allow_threads]` functions, and every way out of them.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

use crate::attached;

/// Whether the calling thread is attached.
#[pyfunction]
pub fn is_attached() -> bool {
    attached()
}

/// Whether the body is. Must be false.
#[pyfunction]
#[allow_threads]
pub fn is_attached_inside() -> bool {
    attached()
}

/// The attributes in the other order.
#[allow_threads]
#[pyfunction(signature = (value, offset = 1))]
pub fn attribute_order(value: i64, offset: i64) -> (i64, bool) {
    (value + offset, attached())
}

/// A sum over bytes that are borrowed from a `bytes` object.
#[pyfunction(signature = (data, seed = 0))]
#[allow_threads]
pub fn checksum(data: &[u8], seed: u32) -> u32 {
    data.iter()
        .fold(seed, |sum, byte| sum.rotate_left(5) ^ u32::from(*byte))
}

/// Text that is borrowed from a `str`.
#[pyfunction]
#[allow_threads]
pub fn shout(text: &str) -> String {
    text.to_uppercase()
}

/// An error from the detached body.
#[pyfunction]
#[allow_threads]
pub fn fails(message: String) -> PyResult<i64> {
    Err(PyValueError::new_err(message))
}

/// Leaves the detached body with `?`.
#[pyfunction]
#[allow_threads]
pub fn parse(texts: Vec<String>) -> Result<i64, std::num::ParseIntError> {
    let mut sum = 0;
    for text in &texts {
        sum += text.parse::<i64>()?;
    }
    Ok(sum)
}

/// Leaves the detached body with `return`.
#[pyfunction]
#[allow_threads]
pub fn early(numbers: Vec<i64>) -> Option<i64> {
    let mut sum = 0;
    for number in numbers {
        if number < 0 {
            return None;
        }
        sum += number;
    }
    Some(sum)
}

/// Panics in the detached body.
#[pyfunction]
#[allow_threads]
pub fn panics(message: &str) -> i64 {
    panic!("{message}")
}

/// Detaches `times` times.
#[pyfunction]
pub fn sleepless(py: Python<'_>, times: u32) -> u32 {
    (0..times).map(|_| u32::from(!py.detach(attached))).sum()
}

/// The closure form, with an error and a panic as ways out: says what each attempt left behind.
#[pyfunction]
pub fn closure_form(py: Python<'_>, number: i64) -> PyResult<(i64, bool, bool)> {
    if number == 13 {
        py.detach(|| panic!("thirteen"));
    }
    let (doubled, inside) = py.detach(|| {
        if number < 0 {
            return Err(PyValueError::new_err("negative"));
        }
        Ok((number * 2, attached()))
    })?;
    Ok((doubled, inside, attached()))
}

/// A handle may travel through a detached body, unused.
#[pyfunction]
#[allow_threads]
pub fn pass_through(object: Py<PyAny>) -> Py<PyAny> {
    object
}

/// Of several handles, one comes back; the others die detached.
#[pyfunction]
#[allow_threads]
pub fn keep_and_return(mut objects: Vec<Py<PyAny>>, index: usize) -> PyResult<Py<PyAny>> {
    if index >= objects.len() {
        return Err(PyValueError::new_err("no such object"));
    }
    Ok(objects.swap_remove(index))
}
