// AT05: objects cannot be made while detached.
use freehold::prelude::*;

#[allow_threads]
fn read<'py>(py: Python<'py>, path: String) -> PyResult<Bound<'py, PyBytes>> {
    let _ = path;
    unimplemented!()
}

fn main() {}
