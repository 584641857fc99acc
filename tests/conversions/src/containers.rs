//! Sequences, tuples, options, dictionaries and sets: each function gives back what it takes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use freehold::prelude::*;

#[pyfunction]
pub fn echo_vec(value: Vec<i64>) -> Vec<i64> {
    value
}

#[pyfunction]
pub fn echo_vec_f64(value: Vec<f64>) -> Vec<f64> {
    value
}

#[pyfunction]
pub fn echo_strings(value: Vec<String>) -> Vec<String> {
    value
}

#[pyfunction]
pub fn echo_matrix(value: Vec<Vec<i8>>) -> Vec<Vec<i8>> {
    value
}

#[pyfunction]
pub fn echo_array(value: [i32; 3]) -> [i32; 3] {
    value
}

#[pyfunction]
pub fn echo_array_u8(value: [u8; 4]) -> [u8; 4] {
    value
}

#[pyfunction]
pub fn echo_option(value: Option<i32>) -> Option<i32> {
    value
}

#[pyfunction]
pub fn echo_option_vec(value: Option<Vec<i32>>) -> Option<Vec<i32>> {
    value
}

#[pyfunction]
pub fn echo_options(value: Vec<Option<String>>) -> Vec<Option<String>> {
    value
}

#[pyfunction]
pub fn echo_option_pair(value: (Option<i32>, Option<&str>)) -> (Option<i32>, Option<String>) {
    (value.0, value.1.map(str::to_owned))
}

#[pyfunction]
pub fn echo_single(value: (i32,)) -> (i32,) {
    value
}

#[pyfunction]
pub fn echo_pair(value: (i32, String)) -> (i32, String) {
    value
}

#[pyfunction]
pub fn echo_borrowing_pair(value: (&str, &[u8])) -> (String, Vec<u8>) {
    (value.0.to_owned(), value.1.to_vec())
}

#[pyfunction]
pub fn echo_pairs(value: Vec<(String, f64)>) -> Vec<(String, f64)> {
    value
}

#[pyfunction]
pub fn echo_nested(value: (i32, (bool, Vec<(u8, char)>))) -> (i32, (bool, Vec<(u8, char)>)) {
    value
}

/// As long as tuples get.
pub type Twelve = (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8);

#[pyfunction]
pub fn echo_twelve(value: Twelve) -> Twelve {
    value
}

#[pyfunction]
pub fn echo_dict(value: HashMap<String, i32>) -> HashMap<String, i32> {
    value
}

#[pyfunction]
pub fn echo_btree_map(value: BTreeMap<i32, Vec<String>>) -> BTreeMap<i32, Vec<String>> {
    value
}

#[pyfunction]
pub fn echo_set(value: HashSet<i32>) -> HashSet<i32> {
    value
}

#[pyfunction]
pub fn echo_btree_set(value: BTreeSet<String>) -> BTreeSet<String> {
    value
}

#[pyfunction]
pub fn boxed_slice() -> (Box<[i32]>, Box<[u8]>) {
    (Box::new([1, 2, 3]), Box::new([4, 5]))
}

/// References convert as what they refer to.
#[pyfunction]
#[expect(clippy::needless_borrows_for_generic_args)]
pub fn borrowed_results(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let list = PyList::empty(py);
    list.append(&1i32)?;
    list.append(&2u8)?;
    list.append(&(1i128 << 100))?;
    list.append(&0.5f64)?;
    list.append(&0.25f32)?;
    list.append(&true)?;
    list.append(&'x')?;
    list.append(&String::from("text"))?;
    list.append(&"static")?;
    list.append(&Some(3u16))?;
    list.append(&None::<u16>)?;
    list.append(&[1i64, 2])?;
    list.append(&[1u8, 2])?;
    list.append([3u8, 4].as_slice())?;
    list.append(["a", "b"].as_slice())?;
    list.append(&vec![String::from("c")])?;
    list.append(&vec![5u8])?;
    list.append(&list.get_item(0)?)?;
    list.append(&list.get_item(1)?.unbind())?;
    list.append(())?;
    Ok(list)
}

/// Calls `f` with tuples of every length.
#[pyfunction]
pub fn call_with_each_length<'py>(f: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    Ok(vec![
        f.call0()?,
        f.call1(())?,
        f.call1((1,))?,
        f.call1((1, "b"))?,
        f.call1((1, "b", 3.5))?,
        f.call1((1, 2, 3, 4))?,
        f.call1((1, 2, 3, 4, 5))?,
        f.call1((1, 2, 3, 4, 5, 6))?,
        f.call1((1, 2, 3, 4, 5, 6, 7))?,
        f.call1((1, 2, 3, 4, 5, 6, 7, 8))?,
        f.call1((1, 2, 3, 4, 5, 6, 7, 8, 9))?,
        f.call1((1, 2, 3, 4, 5, 6, 7, 8, 9, 10))?,
        f.call1((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))?,
        f.call1((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))?,
    ])
}

/// Says that it is longer or shorter than it is.
struct Lies {
    left: usize,
    said: usize,
}

impl Iterator for Lies {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.said, Some(self.said))
    }
}

impl ExactSizeIterator for Lies {}

#[pyfunction]
pub fn list_of_lies(py: Python<'_>, left: usize, said: usize) -> PyResult<Bound<'_, PyList>> {
    PyList::new(py, Lies { left, said })
}

#[pyfunction]
pub fn tuple_of_lies(py: Python<'_>, left: usize, said: usize) -> PyResult<Bound<'_, PyTuple>> {
    PyTuple::new(py, Lies { left, said })
}

/// Becomes what the call returns.
struct Called<'a, 'py>(&'a Bound<'py, PyAny>);

impl<'py> IntoPyObject<'py> for Called<'_, 'py> {
    type Target = PyAny;

    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.call0()
    }
}

/// Containers whose elements are made by Python code.
#[pyfunction]
pub fn made_by_calls<'py>(
    callback: &Bound<'py, PyAny>,
    count: usize,
) -> PyResult<(Bound<'py, PyList>, Bound<'py, PyTuple>)> {
    let calls = || (0..count).map(|_| Called(callback));
    Ok((
        PyList::new(callback.py(), calls())?,
        PyTuple::new(callback.py(), calls())?,
    ))
}
