//! Panics and errors where nobody expects them.

use std::sync::{Arc, Mutex};

use freehold::exceptions::{PyRuntimeError, PyValueError};
use freehold::prelude::*;

struct PanicsAsArguments(&'static str);

impl freehold::PyErrArguments for PanicsAsArguments {
    fn arguments(self, _py: Python<'_>) -> PyResult<Py<PyAny>> {
        panic!("{}", self.0)
    }
}

/// Raises an exception whose arguments panic when CPython asks for them.
#[pyfunction]
pub fn panic_in_arguments() -> PyResult<()> {
    Err(PyValueError::new_err(PanicsAsArguments("in the arguments")))
}

/// The same, asked for by Rust code.
#[pyfunction]
pub fn panic_in_arguments_of_value(py: Python<'_>) -> String {
    let error = PyValueError::new_err(PanicsAsArguments("in the arguments"));
    error.value(py).get_type().to_string() + &error.to_string()
}

/// Panics when it is converted to Python.
pub struct PanicsAsResult;

impl<'py> IntoPyObject<'py> for PanicsAsResult {
    type Target = PyAny;

    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        panic!("in the result")
    }
}

/// Returns what panics when it is converted.
#[pyfunction]
pub fn panic_in_result() -> Vec<PanicsAsResult> {
    vec![PanicsAsResult]
}

#[derive(Debug)]
struct PanicsAsText;

impl std::fmt::Display for PanicsAsText {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("in the text")
    }
}

impl std::error::Error for PanicsAsText {}

/// Raises an `io::Error` that cannot be shown.
#[pyfunction]
pub fn panic_in_display() -> std::io::Result<()> {
    Err(std::io::Error::other(PanicsAsText))
}

/// A panic payload that panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the payload of the panic")
    }
}

/// Panics with such a payload: where no code of the user is around, or where one makes an exception.
#[pyfunction]
pub fn panic_with_bomb(in_arguments: bool) -> PyResult<()> {
    struct Arguments;

    impl freehold::PyErrArguments for Arguments {
        fn arguments(self, _py: Python<'_>) -> PyResult<Py<PyAny>> {
            std::panic::panic_any(Bomb)
        }
    }

    match in_arguments {
        true => Err(PyValueError::new_err(Arguments)),
        false => std::panic::panic_any(Bomb),
    }
}

/// Panics when it is copied.
#[pyclass(from_py_object)]
pub struct Cloned {
    #[freehold(get)]
    text: PanicsAsClone,
}

/// A field that panics when it is copied.
pub struct PanicsAsClone;

impl Clone for PanicsAsClone {
    fn clone(&self) -> Self {
        panic!("in the copy")
    }
}

impl<'py> IntoPyObject<'py> for PanicsAsClone {
    type Target = PyAny;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(py.None().into_bound(py))
    }
}

impl Clone for Cloned {
    fn clone(&self) -> Self {
        Cloned {
            text: self.text.clone(),
        }
    }
}

#[pymethods]
impl Cloned {
    #[new]
    fn new() -> Self {
        Cloned {
            text: PanicsAsClone,
        }
    }

    #[staticmethod]
    fn copied(_it: Cloned) -> bool {
        true
    }

    #[critical_section(self)]
    fn usable(&mut self) -> bool {
        true
    }
}

static SHARED: Mutex<Option<Arc<PyErr>>> = Mutex::new(None);

fn shared() -> Arc<PyErr> {
    SHARED.lock().unwrap().clone().expect("an error to share")
}

struct AsksItself;

impl freehold::PyErrArguments for AsksItself {
    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        // The exception that is just being made.
        let text = shared().value(py).to_string();
        Ok(text.into_pyobject(py)?.into_any().unbind())
    }
}

struct CallsPython(Py<PyAny>);

impl freehold::PyErrArguments for CallsPython {
    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.0.bind(py).call0()?.unbind())
    }
}

/// Shares a fresh error, whose arguments are what `arguments` returns, or without it ask for the error itself.
#[pyfunction(signature = (arguments = None))]
pub fn shared_error(arguments: Option<Py<PyAny>>) {
    let error = match arguments {
        Some(callback) => PyRuntimeError::new_err(CallsPython(callback)),
        None => PyRuntimeError::new_err(AsksItself),
    };
    *SHARED.lock().unwrap() = Some(Arc::new(error));
}

/// The exception that is shared.
#[pyfunction]
pub fn shared_error_values(py: Python<'_>) -> Py<PyAny> {
    shared().value(py).clone().into_any().unbind()
}
