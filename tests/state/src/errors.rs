//! Exceptions of the module's own.

use freehold::create_exception;
use freehold::exceptions::{PyLookupError, PyValueError};
use freehold::prelude::*;

create_exception!(state, Plain, PyValueError);
create_exception!(state, PlainChild, Plain, "A child.");
create_exception!(state, Detailed, PyLookupError, "What has\nseveral lines.");
create_exception!(state, Never, PyValueError);

/// Raises by name, and says whether Rust knows what it has raised.
#[pyfunction]
pub fn raises(py: Python<'_>, name: &str) -> PyResult<()> {
    let error = match name {
        "Plain" => Plain::new_err("plain"),
        "PlainChild" => PlainChild::new_err("child"),
        "Detailed" => Detailed::new_err(("two", 2)),
        _ => return Ok(()),
    };
    let known = (
        error.is_instance_of::<Plain>(py),
        error.is_instance_of::<PlainChild>(py),
        error.is_instance_of::<Detailed>(py),
        error.is_instance_of::<Never>(py),
    );
    let expected = (
        name != "Detailed",
        name == "PlainChild",
        name == "Detailed",
        false,
    );
    assert_eq!(known, expected);
    Err(error)
}
