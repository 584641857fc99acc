//! Handles: arguments that stay Python objects.

use freehold::prelude::*;

#[pyfunction]
pub fn echo_py(value: Py<PyAny>) -> Py<PyAny> {
    value
}

#[pyfunction]
pub fn echo_py_list(value: Py<PyList>) -> Py<PyList> {
    value
}

#[pyfunction]
pub fn echo_any<'py>(value: Bound<'py, PyAny>) -> Bound<'py, PyAny> {
    value
}

#[pyfunction]
pub fn echo_bound_list<'py>(value: Bound<'py, PyList>) -> Bound<'py, PyList> {
    value
}

#[pyfunction]
pub fn echo_bound_dict<'py>(value: Bound<'py, PyDict>) -> Bound<'py, PyDict> {
    value
}

#[pyfunction]
pub fn echo_tuple_handle<'py>(value: &Bound<'py, PyTuple>) -> Bound<'py, PyTuple> {
    value.clone()
}

#[pyfunction]
pub fn echo_string_handle<'py>(value: &Bound<'py, PyString>) -> Bound<'py, PyString> {
    value.clone()
}

#[pyfunction]
pub fn echo_bytes_handle<'py>(value: &Bound<'py, PyBytes>) -> Bound<'py, PyBytes> {
    value.clone()
}

#[pyfunction]
pub fn echo_module<'py>(value: &Bound<'py, PyModule>) -> Bound<'py, PyModule> {
    value.clone()
}

#[pyfunction]
pub fn echo_type<'py>(value: &Bound<'py, PyType>) -> Bound<'py, PyType> {
    value.clone()
}

#[pyfunction]
pub fn echo_iterator<'py>(value: &Bound<'py, PyIterator>) -> Bound<'py, PyIterator> {
    value.clone()
}

#[pyfunction]
pub fn borrowed_list(value: &Bound<'_, PyList>) -> usize {
    value.len()
}

#[pyfunction]
pub fn echo_option_list<'py>(value: Option<Bound<'py, PyList>>) -> Option<Bound<'py, PyList>> {
    value
}

#[pyfunction]
pub fn is_same(a: Py<PyAny>, b: Bound<'_, PyAny>) -> (bool, bool) {
    (a.is(&b.clone().unbind()), b.is(a.bind(b.py())))
}

/// Many references to one object, dropped one by one.
#[pyfunction]
pub fn many_handles(value: &Bound<'_, PyAny>, count: usize) -> PyResult<bool> {
    let py = value.py();
    let bound: Vec<Bound<'_, PyAny>> = (0..count).map(|_| value.clone()).collect();
    let free: Vec<Py<PyAny>> = bound.iter().map(|b| b.clone().unbind()).collect();
    let more: Vec<Py<PyAny>> = free.iter().map(|p| p.clone_ref(py)).collect();
    drop(free);
    Ok(more.iter().all(|p| p.bind(py).is(value)))
}

/// The object as a list, a dict or neither, by borrowing casts and by those that hand on.
#[pyfunction]
pub fn cast_result(value: Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(list) = value.cast::<PyList>() {
        return Ok(format!("list of {}", list.len()));
    }
    match value.cast_into::<PyDict>() {
        Ok(dict) => Ok(format!("dict of {}", dict.len())),
        Err(error) => {
            let text = error.to_string();
            let back = error.into_inner();
            back.cast::<PyTuple>()?;
            Ok(text)
        }
    }
}

#[pyfunction]
pub fn cast_exactly(value: Bound<'_, PyAny>) -> PyResult<usize> {
    value.cast_exact::<PyList>()?;
    Ok(value.cast_into_exact::<PyList>()?.len())
}

/// `Display` and `Debug` of a handle.
#[pyfunction]
pub fn show(value: &Bound<'_, PyAny>) -> (String, String) {
    (value.to_string(), format!("{value:?}"))
}

#[pyfunction]
pub fn text_of(value: &Bound<'_, PyString>) -> (bool, bool) {
    (*value == "abc", *value == *"abc")
}
