// AT01: the token is used up, also where only the compiler sees it.
use freehold::prelude::*;

macro_rules! is_none {
    ($object:ident, $py:ident) => {
        $object.bind($py).is_none()
    };
}

#[allow_threads]
fn in_macro(py: Python<'_>, object: Py<PyAny>) -> bool {
    is_none!(object, py)
}

#[allow_threads]
fn beside_another(py: Python<'_>, object: Py<PyAny>) -> bool {
    let none = object.bind(py).is_none();
    let py = none;
    py
}

fn main() {}
