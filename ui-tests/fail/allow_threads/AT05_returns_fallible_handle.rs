// AT05: the same behind a `PyResult`.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
fn packed<'py>(data: Vec<u8>) -> PyResult<Bound<'py, PyBytes>> {
    let _ = data;
    unimplemented!()
}

fn main() {}
