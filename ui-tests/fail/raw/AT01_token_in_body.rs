// AT01: the token is used up.
use freehold::prelude::*;

#[allow_threads]
fn import(py: Python<'_>, name: String) -> usize {
    py.import(&name).is_ok() as usize
}

#[allow_threads]
fn passed(py: Python<'_>, object: Py<PyAny>) -> bool {
    object.is_none(py)
}

fn main() {}
