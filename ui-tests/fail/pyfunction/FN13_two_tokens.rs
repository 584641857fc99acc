// FN13: the token twice.
use freehold::prelude::*;

#[pyfunction]
fn version(py: Python<'_>, again: Python<'_>) -> String {
    let _ = again;
    format!("{:?}", py.version_info())
}

fn main() {}
