// A handle that may be replaced in the body.
use freehold::prelude::*;

#[critical_section(list)]
fn replace<'py>(list: &mut Bound<'py, PyList>, other: Bound<'py, PyList>) {
    *list = other;
}

fn main() {}
