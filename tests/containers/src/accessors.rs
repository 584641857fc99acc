//! One call each.

use freehold::prelude::*;
use freehold::types::{PyCell, PyCellMethods, PyWeakrefMethods, PyWeakrefReference};

type Any<'py> = Bound<'py, PyAny>;

#[pyfunction]
pub fn set_default<'py>(
    dict: &Bound<'py, PyDict>,
    key: &Bound<'py, PyAny>,
    default: &Bound<'py, PyAny>,
) -> PyResult<(Any<'py>, bool)> {
    dict.set_default(key, default)
}

/// What was removed, in a list.
#[pyfunction]
pub fn pop<'py>(dict: &Bound<'py, PyDict>, key: &Bound<'py, PyAny>) -> PyResult<Vec<Any<'py>>> {
    Ok(dict.pop(key)?.into_iter().collect())
}

#[pyfunction(signature = (object, callback = None))]
pub fn new_weakref<'py>(
    object: &Bound<'py, PyAny>,
    callback: Option<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyWeakrefReference>> {
    match callback {
        Some(callback) => PyWeakrefReference::new_with(object, &callback),
        None => PyWeakrefReference::new(object),
    }
}

#[pyfunction]
pub fn upgrade<'py>(reference: &Bound<'py, PyWeakrefReference>) -> Option<Any<'py>> {
    reference.upgrade()
}

#[pyfunction]
pub fn upgrade_to_list<'py>(
    reference: &Bound<'py, PyWeakrefReference>,
) -> PyResult<Option<Bound<'py, PyList>>> {
    reference.upgrade_as::<PyList>()
}

/// `None` makes an empty cell.
#[pyfunction]
pub fn new_cell<'py>(
    py: Python<'py>,
    contents: Option<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyCell>> {
    PyCell::new(py, contents.as_ref())
}

/// What the cell holds, in a list.
#[pyfunction]
pub fn cell_get<'py>(cell: &Bound<'py, PyCell>) -> Vec<Any<'py>> {
    cell.get().into_iter().collect()
}

#[pyfunction]
pub fn cell_set<'py>(cell: &Bound<'py, PyCell>, contents: Option<Bound<'py, PyAny>>) {
    cell.set(contents.as_ref());
}

/// The name ends at its first NUL.
#[pyfunction]
pub fn add_module<'py>(py: Python<'py>, name: &[u8]) -> PyResult<Bound<'py, PyModule>> {
    let mut name = name.to_vec();
    name.push(0);
    let name = std::ffi::CStr::from_bytes_until_nul(&name).expect("a NUL at the end");
    PyModule::add_module(py, name)
}
