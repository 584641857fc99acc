// The spelling of C.
use freehold::prelude::*;

#[pyfunction]
#[Py_BEGIN_ALLOW_THREADS]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
