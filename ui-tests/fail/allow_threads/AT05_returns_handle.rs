// AT05: objects cannot be built while detached.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
fn packed<'py>(data: Vec<u8>) -> Bound<'py, PyBytes> {
    let _ = data;
    unimplemented!()
}

fn main() {}
